// `Idempotency-Key` through HTTP, in each API on each engine: a repeated request is answered as before, and does nothing.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, build } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { everybody } from '../../src/core/model/query.ts';
import { type Engine, engines, type Room } from '../clients/engines.ts';
import { environmentOf, type Place, secretKey } from '../clients/server.ts';
import { clientId } from '../clients/workos.ts';
import { withDatabase } from '../crash/database.ts';
import { fresh, type Method, replayOf, send, type Told } from './named-requests.ts';

/** How one API says what every API can do. */
type Tongue = {
  readonly name: string;
  readonly users: string;
  readonly newUser: (mark: string) => object;
  readonly update: Method;
  readonly rename: (name: string) => object;
  readonly differs: { readonly status: number; readonly code: string };
  readonly badName: { readonly status: number; readonly code: string };
};

const tongues: readonly Tongue[] = [
  {
    name: 'native',
    users: '/api/users',
    newUser: (mark) => ({ username: mark, firstName: 'Ada' }),
    update: 'PATCH',
    rename: (firstName) => ({ firstName }),
    differs: { status: 422, code: '/problems/request-differs' },
    badName: { status: 400, code: '"Idempotency-Key"' },
  },
  {
    name: 'Clerk',
    users: '/v1/users',
    newUser: (mark) => ({ username: mark, first_name: 'Ada' }),
    update: 'PATCH',
    rename: (name) => ({ first_name: name }),
    differs: { status: 422, code: 'idempotency_key_reused' },
    badName: { status: 422, code: 'Idempotency-Key is invalid' },
  },
  {
    name: 'WorkOS',
    users: '/user_management/users',
    newUser: (mark) => ({ email: `${mark}@example.com`, first_name: 'Ada' }),
    update: 'PUT',
    rename: (name) => ({ first_name: name }),
    differs: { status: 422, code: 'idempotency_key_reused' },
    badName: { status: 422, code: 'idempotency_key_invalid' },
  },
];

const password = 'four words or more';

/** Where people sign in, and who may. */
const entrances = [
  {
    users: '/api/users',
    user: (username: string) => ({ username, password }),
    path: '/api/sign-in',
    claim: (identifier: string) => ({ identifier, password }),
  },
  {
    users: '/user_management/users',
    user: (mark: string) => ({ email: `${mark}@example.com`, email_verified: true, password }),
    path: '/user_management/authenticate',
    claim: (mark: string) => ({
      ...{ grant_type: 'password', client_id: clientId, client_secret: secretKey },
      ...{ email: `${mark}@example.com`, password },
    }),
  },
];

const idIn = ({ text }: Told): string => String(JSON.parse(text).id);
async function start(place: Place): Promise<{ app: App; url: string }> {
  const app = await build(readConfig(environmentOf(place), {}));
  return { app, url: await app.listen() };
}

/** How much has been written: users, changes, receipts. */
async function written({ ports: { store } }: App): Promise<readonly number[]> {
  const all = { direction: 'descending', beyond: null, types: null, from: null, to: null, limit: 1 } as const;
  const [last] = await store.readChanges('default', all);
  const receipts = await store.findDocuments('default', {
    ...{ kind: 'receipt', userId: null, organizationId: null, subject: null, direction: 'ascending' },
    ...{ after: null, limit: 1000 },
  });
  return [await store.countUsers('default', everybody), last?.seq ?? 0, receipts.length];
}

function openRoom(engine: Engine) {
  const state: { room: Room | null; started: Awaited<ReturnType<typeof start>> | null } = { room: null, started: null };
  beforeAll(async () => {
    state.room = await engine.open();
    state.started = await start(state.room.place);
  });
  afterAll(async () => {
    await state.started?.app.close(1000);
    await state.room?.leave();
  });
  const room = () => state.room ?? expect.fail('no room yet');
  const started = () => state.started ?? expect.fail('no server yet');
  return {
    place: () => room().place,
    app: () => started().app,
    call: (method: Method, path: string, name: string | null, body?: object) =>
      send(`${started().url}${path}`, method, name, body),
    async restart() {
      await started().app.close(1000);
      state.started = await start(room().place);
    },
  };
}

describe.each(engines)('Idempotency-Key on $name', (engine) => {
  const { app, call, place, restart } = openRoom(engine);

  describe.each(tongues)('of the $name API', ({ users, newUser, update, rename, differs, badName }) => {
    test('a creation, an update and a deletion are answered as before and done once', async () => {
      const user = newUser(fresh());
      const names = [fresh(), fresh(), fresh()] as const;
      const created = await call('POST', users, names[0], user);
      expect([200, 201]).toContain(created.status);
      const path = `${users}/${idIn(created)}`;
      const updated = await call(update, path, names[1], rename('Grace'));
      await call(update, path, null, rename('Somebody'));
      const before = await written(app());
      expect(await call('POST', users, names[0], user)).toEqual(replayOf(created));
      expect(await call(update, path, names[1], rename('Grace'))).toEqual(replayOf(updated));
      expect(await written(app())).toEqual(before);
      expect((await call('GET', path, names[1])).text).toContain('Somebody');
      const deleted = await call('DELETE', path, names[2]);
      expect(deleted.status).toBeLessThan(300);
      expect(await call('DELETE', path, names[2])).toEqual(replayOf(deleted));
      expect((await call('DELETE', path, fresh())).status).toBe(404);
    });

    test('another body, path or method under the name is refused, and nothing is done', async () => {
      const name = fresh();
      const user = newUser(fresh());
      const created = await call('POST', users, name, user);
      const path = `${users}/${idIn(created)}`;
      const before = await written(app());
      for (const answer of [
        await call('POST', users, name, newUser(fresh())),
        await call('POST', `${users}?x=1`, name, user),
        await call(update, path, name, rename('Grace')),
        await call('DELETE', path, name),
      ]) {
        expect([answer.status, answer.text]).toEqual([differs.status, expect.stringContaining(differs.code)]);
      }
      expect(await written(app())).toEqual(before);
    });

    test('20 at once make one user', async () => {
      const name = fresh();
      const user = newUser(fresh());
      const [count = 0] = await written(app());
      const answers = await Promise.all(Array.from({ length: 20 }, () => call('POST', users, name, user)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
      expect((await written(app()))[0]).toBe(count + 1);
    });

    test('what was refused works under the same name as soon as it can', async () => {
      const user = newUser(fresh());
      const name = fresh();
      const path = `${users}/${idIn(await call('POST', users, null, user))}`;
      const refused = await call('POST', users, name, user);
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(await call('POST', users, name, user)).toMatchObject({ status: refused.status });
      await call('DELETE', path, null);
      const created = await call('POST', users, name, user);
      expect([200, 201]).toContain(created.status);
      expect(created.headers).not.toHaveProperty('idempotency-replayed');
    });

    test('an unreadable name is refused', async () => {
      const before = await written(app());
      for (const name of ['', 'x'.repeat(256), 'caf\u00e9', 'a\tb']) {
        const answer = await call('POST', users, name, newUser(fresh()));
        expect([answer.status, answer.text]).toEqual([badName.status, expect.stringContaining(badName.code)]);
      }
      expect(await written(app())).toEqual(before);
      expect((await call('POST', users, 'x'.repeat(255), newUser(fresh()))).status).toBeLessThan(300);
    });

    test('without a name every request counts', async () => {
      const [, , receipts] = await written(app());
      const path = `${users}/${idIn(await call('POST', users, null, newUser(fresh())))}`;
      expect((await call('DELETE', path, null)).status).toBeLessThan(300);
      expect((await call('DELETE', path, null)).status).toBe(404);
      expect((await written(app()))[2]).toBe(receipts);
    });

    test('the answer outlives the server', async () => {
      const user = newUser(fresh());
      const [first, second] = [fresh(), fresh()];
      const created = await call('POST', users, first, user);
      const path = `${users}/${idIn(created)}`;
      const updated = await call(update, path, second, rename('Grace'));
      await restart();
      const before = await written(app());
      expect(await call('POST', users, first, user)).toEqual(replayOf(created));
      expect(await call(update, path, second, rename('Grace'))).toEqual(replayOf(updated));
      expect(await written(app())).toEqual(before);
    });
  });

  test('the name is the API’s own', async () => {
    const name = fresh();
    for (const { users, newUser } of tongues) {
      expect((await call('POST', users, name, newUser(fresh()))).headers).not.toHaveProperty('idempotency-replayed');
    }
  });

  test.each(entrances)(
    'a sign-in at $path answers the same token again, which no one can read in the database',
    async (entrance) => {
      const [mark, name] = [fresh(), fresh()];
      expect((await call('POST', entrance.users, null, entrance.user(mark))).status).toBe(201);
      const signedIn = await call('POST', entrance.path, name, entrance.claim(mark));
      expect(signedIn).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
      expect(await call('POST', entrance.path, name, entrance.claim(mark))).toEqual(replayOf(signedIn));
      const { token, access_token: accessToken = token } = JSON.parse(signedIn.text);
      const kept = await withDatabase(place(), (query) => query('SELECT * FROM document'));
      expect(kept.length).toBeGreaterThan(0);
      expect(JSON.stringify(kept)).not.toContain(accessToken);
      const { databaseUrl, folder } = place();
      for (const file of databaseUrl === null
        ? readdirSync(folder).filter((each) => each.startsWith('muster.db'))
        : []) {
        expect(readFileSync(join(folder, file)).includes(accessToken), file).toBe(false);
      }
    },
  );
});
