// Second factors through the native API: brought along, enrolled, verified once, removed, and never shown.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/model/json.ts';
import type { Totp } from '../../../src/core/model/user.ts';
import { codeAt, totpOf } from '../../time-codes.ts';
import { at, type Directory, faults, openDirectory } from './directory.ts';

const clock = { now: Date.UTC(2027, 0, 1) };
const totp = totpOf(1);
const input = { secret: totp.secret };
let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory(() => clock.now);
});
beforeEach(() => {
  // A new minute: no code of the test before is asked for again.
  clock.now += 60_000;
});
afterAll(() => directory.app.close());

const code = (atMs = clock.now, of: Totp = totp) => codeAt(of, atMs);
const wrong = () => code(clock.now - 3_600_000);
const post = (id: string, path: string, body?: JsonObject) =>
  directory.call('POST', `/api/users/${id}/${path}`, body === undefined ? {} : { body });
const verify = (id: string, text: string) => post(id, 'second-factor/verify', { code: text });
const patch = (id: string, body: JsonObject, type = 'application/json') =>
  directory.call('PATCH', `/api/users/${id}`, { body, type });

/** The secrets as the store keeps them. */
async function kept(id: string) {
  const { store, vault } = directory.app.ports;
  const stored = await store.loadUser('default', { by: 'id', id });
  return vault.open(stored?.secrets ?? null, `user/default/${id}`);
}

let count = 0;
const create = (user: JsonObject = {}) => directory.create({ username: `factor_${count++}`, ...user });

describe('enrolling an app', () => {
  test('asks for its first code, and until then for none', async () => {
    const { id } = await create({ emails: [{ address: 'ada@example.com', verified: true }] });
    const made = await post(id, 'totp');
    expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
    const address = new URL(String(made.body.address));
    expect(decodeURIComponent(address.pathname)).toBe('/default:ada@example.com');
    expect([address.searchParams.get('issuer'), address.searchParams.get('secret')]).toEqual([
      ...['default', made.body.secret],
    ]);
    const app: Totp = { ...totp, secret: String(made.body.secret) };
    expect((await verify(id, code(clock.now, app))).body.type).toBe('/problems/no-credential');
    expect(at((await directory.call('GET', `/api/users/${id}`)).body, 'credentials', 'totp')).toBeNull();
    const refused = await post(id, 'totp/confirm', { code: code(clock.now - 3_600_000, app) });
    expect([refused.status, refused.body.type, faults(refused)]).toEqual([
      ...[422, '/problems/code-rejected', ['/code wrong']],
    ]);
    const confirmed = await post(id, 'totp/confirm', { code: code(clock.now, app) });
    expect([confirmed.status, confirmed.headers.etag]).toEqual([200, `"${String(confirmed.body.rev)}"`]);
    const enabledAt = new Date(clock.now).toISOString();
    expect(confirmed.body.credentials).toMatchObject({ totp: { enabledAt }, mfaEnabledAt: enabledAt });
    expect(confirmed.text).not.toContain(app.secret);
    // The code that confirmed is used up.
    expect((await verify(id, code(clock.now, app))).status).toBe(422);
    expect((await verify(id, code(clock.now + 30_000, app))).body).toEqual({ verified: true, by: 'totp' });
  });

  test('nothing waits: nothing is confirmed', async () => {
    const { id } = await create({ totp: input });
    const answer = await post(id, 'totp/confirm', { code: code() });
    expect([answer.status, answer.body.type, faults(answer)]).toEqual([
      ...[409, '/problems/no-credential', ['/code missing']],
    ]);
  });

  test('a new one leaves the old in force until it is confirmed', async () => {
    const { id } = await create({ totp: input });
    const next: Totp = { ...totp, secret: String((await post(id, 'totp')).body.secret) };
    expect((await verify(id, code())).status).toBe(200);
    expect((await post(id, 'totp/confirm', { code: code(clock.now, next) })).status).toBe(200);
    expect((await verify(id, code(clock.now + 30_000))).status).toBe(422);
    expect((await verify(id, code(clock.now + 30_000, next))).status).toBe(200);
  });
});

describe('brought along', () => {
  test.each<[string, JsonObject, Totp]>([
    ['as every app has it', {}, totp],
    ['of eight digits', { digits: 8 }, { ...totp, digits: 8 }],
    [
      'in another form',
      { algorithm: 'SHA256', periodSeconds: 60 },
      { ...totp, algorithm: 'SHA256', periodSeconds: 60 },
    ],
  ])('a secret %s is in force at once', async (_name, more, expected) => {
    const { id } = await create();
    const answer = await patch(id, { totp: { ...input, ...more } }, 'application/merge-patch+json');
    expect([answer.status, answer.text.includes(totp.secret)]).toEqual([200, false]);
    expect((await kept(id)).totp).toEqual(expected);
    expect((await verify(id, code(clock.now, expected))).status).toBe(200);
    expect((await verify(id, code(clock.now, expected))).status).toBe(422);
  });

  test('with a new user, and by a JSON patch', async () => {
    const { id, ...made } = await create({ totp: input, backupCodes: ['abcd-1234'] });
    expect(made.credentials).toMatchObject({ totp: {}, backupCodes: { remaining: 1 } });
    expect(Object.keys(made)).not.toContain('totp');
    const answer = await directory.call('PATCH', `/api/users/${id}`, {
      body: [{ op: 'add', path: '/backupCodes', value: ['efgh5678', 'ijkl9012'] }],
      type: 'application/json-patch+json',
    });
    expect(at(answer.body, 'credentials', 'backupCodes', 'remaining')).toBe(2);
    expect((await verify(id, 'abcd1234')).status).toBe(422);
    expect((await verify(id, 'EFGH 5678')).body).toEqual({ verified: true, by: 'backup-code' });
    expect((await verify(id, 'EFGH 5678')).status).toBe(422);
  });

  test.each<[JsonObject, JsonObject]>([
    [{ totp: null }, { totp: null, backupCodes: { remaining: 1 }, mfaDisabledAt: null }],
    [{ backupCodes: null }, { totp: {}, backupCodes: null, mfaDisabledAt: null }],
    [{ backupCodes: [] }, { totp: {}, backupCodes: null, mfaDisabledAt: null }],
  ])('%j takes one away, and a second time does nothing', async (body, expected) => {
    const { id } = await create({ totp: input, backupCodes: ['abcd-1234'] });
    const answer = await patch(id, body);
    expect(answer.body.credentials).toMatchObject(expected);
    expect((await patch(id, body)).body.rev).toBe(answer.body.rev);
  });

  test('null for a new user is nothing', async () => {
    const { credentials } = await create({ totp: null, backupCodes: null });
    expect(credentials).toMatchObject({ totp: null, backupCodes: null, mfaEnabledAt: null, mfaDisabledAt: null });
  });

  test('a dry run tells, and keeps nothing', async () => {
    const { id } = await create();
    const preview = await directory.call('PATCH', `/api/users/${id}?dry_run=true`, {
      body: { totp: input, backupCodes: ['abcd1234'] },
    });
    expect(at(preview.body, 'after', 'credentials')).toMatchObject({ backupCodes: { remaining: 1 } });
    expect([preview.text.includes(totp.secret), preview.text.includes('abcd1234')]).toEqual([false, false]);
    expect(await kept(id)).toEqual({ passwords: [], totp: null, enrolling: null, backupCodes: [] });
  });
});

describe('backup codes', () => {
  test('ten new ones replace those before, and are shown once', async () => {
    const { id } = await create();
    const first = await post(id, 'backup-codes');
    expect([first.status, first.headers['cache-control']]).toEqual([201, 'no-store']);
    const codes = Array.isArray(first.body.codes) ? first.body.codes.map(String) : [];
    expect(new Set(codes).size).toBe(10);
    expect((await verify(id, codes[0] ?? '')).status).toBe(200);
    expect((await verify(id, codes[0] ?? '')).status).toBe(422);
    const user = await directory.call('GET', `/api/users/${id}`);
    expect(at(user.body, 'credentials', 'backupCodes', 'remaining')).toBe(9);
    const history = await directory.call('GET', `/api/users/${id}/history`);
    for (const text of [user.text, history.text]) for (const one of codes) expect(text).not.toContain(one);
    expect((await post(id, 'backup-codes')).status).toBe(201);
    expect((await verify(id, codes[1] ?? '')).status).toBe(422);
  });
});

describe('removal', () => {
  const person = { totp: input, backupCodes: ['abcd-1234'], phones: [] };

  test.each<[string, [boolean, number], boolean]>([
    ['totp', [false, 1], false],
    ['backup-codes', [true, 0], false],
    ['second-factors', [false, 0], true],
  ])('of %s takes the secrets along, once', async (path, expected, last) => {
    const { id } = await create(person);
    await post(id, 'totp');
    const remove = (headers = {}) => directory.call('DELETE', `/api/users/${id}/${path}`, { headers });
    expect((await remove({ 'if-match': '"99"' })).status).toBe(412);
    const answer = await remove();
    const secrets = await kept(id);
    expect([answer.status, [secrets.totp !== null, secrets.backupCodes.length]]).toEqual([200, expected]);
    expect(at(answer.body, 'credentials', 'mfaDisabledAt') !== null).toBe(last);
    expect((await remove()).body).toEqual(answer.body);
  });

  test('of all takes telephones out of duty', async () => {
    const { id } = await create({ phones: [{ number: '+14155552691', verified: true, secondFactor: true }] });
    const answer = await directory.call('DELETE', `/api/users/${id}/second-factors`);
    expect(at(answer.body, 'phones', 0)).toMatchObject({ secondFactor: false, defaultSecondFactor: false });
  });
});

describe('guessing', () => {
  test('counts, locks at the tenth, and is told apart from a right code by nothing then', async () => {
    const { id } = await create({ totp: input, password: 'four words or more' });
    for (let index = 0; index < 9; index++) expect((await verify(id, wrong())).status).toBe(422);
    const before = (await directory.call('GET', `/api/users/${id}`)).body;
    expect([before.locked, at(before, 'activity', 'failedAttempts'), before.rev]).toEqual([false, 9, 1]);
    expect((await post(id, 'password/verify', { password: 'wrong' })).status).toBe(422);
    for (const attempt of [verify(id, code()), post(id, 'password/verify', { password: 'four words or more' })]) {
      const answer = await attempt;
      expect([answer.status, answer.body.type]).toEqual([403, '/problems/account-inactive']);
    }
    const locked = (await directory.call('GET', `/api/users/${id}`)).body;
    expect([locked.locked, at(locked, 'activity', 'failedAttempts')]).toEqual([true, 10]);
    clock.now += 3_600_000;
    const free = (await directory.call('GET', `/api/users/${id}`)).body;
    expect([free.locked, at(free, 'activity', 'failedAttempts'), free.rev]).toEqual([false, 0, locked.rev]);
    expect((await verify(id, code())).status).toBe(200);
  });

  test.each(['totp', 'totp/confirm', 'backup-codes', 'second-factor/verify'])(
    '%s of nobody is not found',
    async (path) => {
      for (const id of ['01a1fc11-ec0b-70c1-b978-19f64c49ecb8', 'serial:999', 'nobody']) {
        expect((await post(id, path, { code: '123456' })).status).toBe(404);
      }
    },
  );
});
