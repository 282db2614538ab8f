// Keys of metadata that JSON writes with escapes come back as they were sent, whatever keys were sent before.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, build } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { parseJson } from '../src/json/parse-json.ts';
import { type Engine, engines, type Room } from './clients/engines.ts';
import { environmentOf, secretKey } from './clients/server.ts';

/** How one API writes and reads the public bag. */
type Tongue = {
  readonly name: string;
  readonly users: string;
  readonly metadata: string;
  readonly wrap: (bag: object) => object;
  readonly bagIn: (user: object) => unknown;
};

const tongues: readonly Tongue[] = [
  {
    name: 'native',
    users: '/api/users',
    metadata: '',
    wrap: (bag) => ({ metadata: { public: bag } }),
    bagIn: (user) => Reflect.get(Reflect.get(user, 'metadata'), 'public'),
  },
  {
    name: 'Clerk',
    users: '/v1/users',
    metadata: '/metadata',
    wrap: (bag) => ({ public_metadata: bag }),
    bagIn: (user) => Reflect.get(user, 'public_metadata'),
  },
];

/** What the fault makes of the bags below, sent first so that the engine knows them. */
const poison = [{ h: [], '\\': 0 }, { '\\': 0 }, { h: 0, inner: { '\\': 0 } }, { h: 0, 'line\\': 0 }];
const bags = [
  { h: 1, '"': 2 },
  { '"': 1 },
  { '\n': 1, '\\': 2, '"': 3 },
  { h: 1, inner: { '\n': 2 } },
  { h: 1, 'line\n': 2, 'tab\t': [{ '"': 3 }] },
];

let users = 0;

function openServer(engine: Engine) {
  const state: { room: Room | null; app: App | null; url: string } = { room: null, app: null, url: '' };
  beforeAll(async () => {
    state.room = await engine.open();
    state.app = await build(readConfig(environmentOf(state.room.place), {}));
    state.url = await state.app.listen();
  });
  afterAll(async () => {
    await state.app?.close(1000);
    await state.room?.leave();
  });
  return async (method: string, path: string, body?: object): Promise<object> => {
    const response = await fetch(state.url + path, {
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expect(response.status, text).toBeLessThan(300);
    return Object(parseJson(text));
  };
}

describe.each(engines)('on $name', (engine) => {
  const call = openServer(engine);

  describe.each(tongues)("through $name's API", ({ users: path, metadata, wrap, bagIn }) => {
    const somebody = async (bag: object): Promise<object> =>
      await call('POST', path, { username: `keys_${++users}`, ...wrap(bag) });
    const said = (user: object): string => JSON.stringify(bagIn(user));

    beforeAll(async () => {
      for (const bag of poison) await somebody(bag);
    });

    test.each(bags)('%j is kept', async (bag) => {
      const user = await somebody(bag);
      const own = `${path}/${Reflect.get(user, 'id')}`;
      expect(said(user)).toBe(JSON.stringify(bag));
      expect(said(await call('GET', own))).toBe(JSON.stringify(bag));
      const merged = await call('PATCH', own + metadata, wrap({ 'new\r': 4 }));
      expect(said(merged)).toBe(JSON.stringify({ ...bag, 'new\r': 4 }));
      expect(said(await call('GET', own))).toBe(said(merged));
    });
  });
});
