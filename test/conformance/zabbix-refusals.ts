// How a table of refusals is put to the test: each row is called, answered to the letter, and has changed nothing.
import { expect, test } from 'vitest';
import { lastChange, type Scene, useScene, type Who } from './zabbix-scene.ts';

const messages = {
  [-32500]: 'Application error.',
  [-32601]: 'Method not found.',
  [-32602]: 'Invalid params.',
} as const;

type Calls = readonly (readonly [method: string, params: object])[];

/** What a row says besides: who calls (`Admin`), the code (-32602), what is done before, and whether a failed attempt is counted. */
export type More = {
  readonly by?: Who;
  readonly code?: keyof typeof messages;
  /** Calls by Admin that must succeed: what is done before, and what undoes it. */
  readonly given?: Calls;
  readonly undo?: Calls;
  readonly counts?: true;
  /** The data only begins like this: the rest depends on the machine. */
  readonly begins?: true;
};

/** A call that is refused: the situation's number (`zabbix-situations.ts`), the method, its parameters, the exact `data`. */
export type Row = readonly [situation: string, method: string, params: object, data: string, more?: More];

/** Plays one row. */
async function refuse(scene: Scene, [, method, params, data, more = {}]: Row): Promise<void> {
  const { by = 'Admin', code = -32602, given = [], undo = [], counts = false, begins = false } = more;
  for (const [name, wish] of given) await scene.place.ask(name, wish);
  const before = await lastChange(scene);
  const { error, result } = await scene.place.call(method, params, scene.shows.get(by) ?? null);
  const told = begins ? error?.data.slice(0, data.length) : error?.data;
  expect(result).toBeUndefined();
  expect({ ...error, data: told }).toEqual({ code, message: messages[code], data });
  if (!counts) expect(await lastChange(scene), 'nothing has changed').toBe(before);
  for (const [name, wish] of undo) await scene.place.ask(name, wish);
}

function nameOf([situation, method, params, data, { by } = {}]: Row): string {
  const wish = JSON.stringify(params);
  const shown = wish.length > 100 ? `${wish.slice(0, 100)}…` : wish;
  return `${situation} ${by === undefined ? '' : `${by}: `}${method} ${shown} → ${data.slice(0, 160)}`;
}

/** One test for each row, all of them on one scene. */
export function refuses(rows: readonly Row[]): void {
  const { on } = useScene();
  test.each(rows.map((row) => [nameOf(row), row] as const))('%s', async (_, row) => await refuse(on(), row));
}
