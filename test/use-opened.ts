// Something that is open while the tests of a file or of a `describe` run.
import { afterAll, beforeAll } from 'vitest';

/** Opens it before the first test and closes it after the last; in between, what this answers is as good as the thing itself. */
export function useOpened<Thing extends object>(
  open: () => Promise<Thing>,
  close: (thing: Thing) => Promise<void>,
  openMs?: number,
): Thing {
  let opened: Thing | null = null;
  beforeAll(async () => {
    opened = await open();
  }, openMs);
  afterAll(async () => {
    if (opened !== null) await close(opened);
  });
  return new Proxy<Thing>(Object.create(null), {
    get(_target, name) {
      if (opened === null) throw new Error('it is open only while tests run');
      return Reflect.get(opened, name);
    },
  });
}
