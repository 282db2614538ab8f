// History and sessions: what became of a user, who did it through which API, and never a secret.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSession } from '../../../src/core/commands/create-session.ts';
import { updateUser } from '../../../src/core/commands/update-user.ts';
import { noUser } from '../../../src/core/model/change.ts';
import { set, untouched } from '../../../src/core/model/patch.ts';
import { at, type Directory, items, key, openDirectory } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

const get = async (path: string) => (await directory.call('GET', path)).body;

describe('history', () => {
  test('says what changed, before and after, who did it and through which API', async () => {
    const { id } = await directory.create({
      username: 'historical',
      firstName: 'Ada',
      metadata: { private: { createdAt: 7 } },
    });
    await directory.call('PATCH', `/api/users/${id}`, {
      body: { firstName: 'Augusta', banned: true, metadata: { public: { createdAt: 5 } }, aliases: { elsewhere: 'x' } },
    });
    const patch = { ...untouched, lastName: set('King') };
    await updateUser(await directory.context('elsewhere'), { by: 'id', id }, patch, { system: false, ifRev: null });
    const history = await get(`/api/users/${id}/history`);
    const [third, second, first] = items(history.items);
    expect(third).toMatchObject({
      ...{ api: 'elsewhere', type: 'user.updated', rev: 3, userId: id, requestId: 'request' },
      diff: [{ path: 'lastName', before: null, after: 'King' }],
    });
    expect(second).toMatchObject({ api: 'native', type: 'user.updated', rev: 2, actor: { kind: 'secret-key' } });
    const bannedAt = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(second?.diff).toEqual(
      expect.arrayContaining([
        { path: 'firstName', before: 'Ada', after: 'Augusta' },
        { path: 'bannedAt', before: null, after: bannedAt },
        { path: 'metadata.public.createdAt', before: null, after: 5 },
        { path: 'aliases.elsewhere', before: null, after: 'x' },
      ]),
    );
    expect(first).toMatchObject({ type: 'user.created', rev: 1, api: 'native' });
    const created = items(first?.diff).find(({ path }) => path === 'metadata');
    expect(at(created, 'after', 'private')).toEqual({ createdAt: 7 });
    expect(Number(third?.seq)).toBeGreaterThan(Number(second?.seq));
  });

  test('comes in pages that stand still while more happens', async () => {
    const { id } = await directory.create({ username: 'eventful' });
    for (let index = 0; index < 6; index++) {
      await directory.call('PATCH', `/api/users/${id}`, { body: { name: `${index}` } });
    }
    const revs: unknown[] = [];
    let cursor = '';
    do {
      const page = await get(`/api/users/${id}/history?limit=2${cursor}`);
      revs.push(...items(page.items).map(({ rev }) => rev));
      cursor = typeof page.next === 'string' ? `&cursor=${page.next}` : '';
      await directory.call('PATCH', `/api/users/${id}`, { body: { name: `later ${revs.length}` } });
    } while (cursor !== '');
    expect(revs).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test('nobody has none', async () => {
    for (const id of ['01a1fc11-ec0b-70c1-b978-19f64c49ecb8', 'serial:99', 'user_nobody']) {
      expect((await directory.call('GET', `/api/users/${id}/history`)).status).toBe(404);
    }
  });
});

test("the realm's own history has what is no user's, in pages", async () => {
  const furnished = items((await get('/api/realm/history?limit=100')).items);
  expect(new Set(furnished.map(({ userId, api }) => `${String(userId)} ${String(api)}`))).toEqual(
    new Set(['null boot']),
  );
  const context = await directory.context('transfer');
  const diff = [{ path: 'users', before: null, after: 3 }];
  for (const at of [1, 2, 3]) {
    const facts = { realm: 'default', userId: noUser, rev: 0, at, actor: context.actor, api: 'transfer' };
    const changes = [{ ...facts, requestId: 'request', type: 'realm.exported', diff } as const];
    await directory.app.ports.store.commit({
      realm: 'default',
      users: [],
      images: [],
      sessions: [],
      documents: [],
      changes,
      mails: [],
    });
  }
  await directory.create({ username: 'nobodys_concern' });
  const page = await get('/api/realm/history?limit=2');
  const rest = await get(`/api/realm/history?limit=2&cursor=${String(page.next)}`);
  const times = [...items(page.items), ...items(rest.items)].map(({ at: time }) => Date.parse(String(time)));
  expect(times.slice(0, 3)).toEqual([3, 2, 1]);
  const whole = await get('/api/realm/history?limit=100');
  expect(items(whole.items).slice(3)).toEqual(furnished);
  expect(whole.next).toBe(null);
  const [first] = items(page.items);
  expect(first).toMatchObject({ userId: null, rev: 0, type: 'realm.exported', api: 'transfer', diff });
  expect((await directory.call('GET', '/api/realm/history?cursor=x')).status).toBe(400);
});

test('a secret goes in and is never seen again', async () => {
  const canaries = [
    'canary of four words',
    'canary two of words',
    'canary three words',
    '$2b$10$vI8aWBnW3fID.ZQ4/zo1G.q1lRps.9cGLcZEiGDMVr5yUP1KUOYTa',
  ];
  const [one, two, three, digest] = canaries;
  const texts: string[] = [];
  const call = async (...request: Parameters<Directory['call']>) => {
    const answer = await directory.call(...request);
    texts.push(answer.text, JSON.stringify(answer.headers));
    return answer;
  };
  const made = await call('POST', '/api/users', { body: { username: 'canary_user', password: one } });
  const path = `/api/users/${String(made.body.id)}`;
  await call('PUT', `${path}/password`, { body: { password: two } });
  await call('PATCH', path, { body: { password: three } });
  await call('PATCH', `${path}?dry_run=true`, { body: { password: two } });
  await call('PATCH', path, {
    body: [{ op: 'add', path: '/password', value: one }],
    type: 'application/json-patch+json',
  });
  await call('PUT', `${path}/password`, { body: { password: { scheme: 'bcrypt', digest } } });
  await call('POST', `${path}/password/verify`, { body: { password: one } });
  await call('PUT', `${path}/password`, { body: { password: { plain: `${two}`, extra: three } } });
  await call('PUT', `${path}/password`, { raw: `{"password": "${one}` });
  const history = await call('GET', `${path}/history`);
  await call('GET', path);
  await call('GET', '/api/users?q=canary');
  const seen = [...texts, directory.log()].join('\n');
  for (const canary of [...canaries, key]) expect(seen).not.toContain(canary);
  expect(seen).not.toMatch(/\$argon2|\$2b\$/);
  const changes = items(history.body.items).flatMap(({ diff }) => items(diff));
  const secrets = changes.filter((change) => change.path === 'secrets.password');
  expect(secrets.length).toBeGreaterThanOrEqual(4);
  for (const secret of secrets) expect(secret).toEqual({ path: 'secrets.password', before: null, after: 'changed' });
});

let count = 0;

describe('sessions', () => {
  const signIn = async (id: string) => {
    const facts = { method: 'password', ipAddress: '::1', userAgent: 'test', organizationId: null };
    return (await createSession(await directory.context(), { by: 'id', id }, facts)).id;
  };
  const statuses = async (id: string, query = '') =>
    items((await get(`/api/users/${id}/sessions${query}`)).items).map(({ status }) => status);

  test('are listed newest first, in pages, by status', async () => {
    const { id } = await directory.create({ username: 'signed_in' });
    const ids = [await signIn(id), await signIn(id), await signIn(id)];
    const whole = await get(`/api/users/${id}/sessions`);
    expect(new Set(items(whole.items).map((session) => session.id))).toEqual(new Set(ids));
    expect(items(whole.items)[0]).toMatchObject({ userId: id, method: 'password', ipAddress: '::1', endedAt: null });
    const page = await get(`/api/users/${id}/sessions?limit=2`);
    const rest = await get(`/api/users/${id}/sessions?limit=2&cursor=${String(page.next)}`);
    expect([items(page.items).length, items(rest.items).length, rest.next]).toEqual([2, 1, null]);
    expect((await directory.call('DELETE', `/api/users/${id}/sessions/${ids[0]}`)).status).toBe(204);
    expect((await directory.call('DELETE', `/api/users/${id}/sessions/${ids[0]}`)).status).toBe(204);
    expect(await statuses(id, '?status=active')).toHaveLength(2);
    expect(await statuses(id, '?status=revoked')).toHaveLength(1);
    expect((await directory.call('DELETE', `/api/users/${id}/sessions`)).status).toBe(204);
    expect(await statuses(id)).toEqual(['revoked', 'revoked', 'revoked']);
    const types = items((await get(`/api/users/${id}/history`)).items).map(({ type }) => type);
    expect(types.filter((type) => type === 'session.ended')).toHaveLength(3);
  });

  test("one user's cannot be ended as another's", async () => {
    const [owner, other] = [
      await directory.create({ username: 'owner' }),
      await directory.create({ username: 'other' }),
    ];
    const session = await signIn(owner.id);
    for (const id of [session, 'nothing', '%00']) {
      expect((await directory.call('DELETE', `/api/users/${other.id}/sessions/${id}`)).status).toBe(404);
    }
    expect(await statuses(owner.id)).toEqual(['active']);
  });

  test.each<[string, 'PATCH' | 'PUT', string, { [name: string]: unknown }, string]>([
    ['a ban', 'PATCH', '', { banned: true }, 'revoked'],
    ['a deactivation', 'PATCH', '', { active: false }, 'revoked'],
    ['a new password', 'PATCH', '', { password: 'four words or more' }, 'revoked'],
    ['a password put', 'PUT', '/password', { password: 'four words or more' }, 'revoked'],
    ['a password put with care', 'PUT', '/password', { password: 'four words or more', keepSessions: true }, 'active'],
    ['another name', 'PATCH', '', { name: 'x' }, 'active'],
    ['a dry run', 'PATCH', '?dry_run=true', { banned: true }, 'active'],
    ['no password where none was', 'PATCH', '', { password: null }, 'active'],
  ])('%s leaves them as it should', async (_name, method, path, body, status) => {
    const { id } = await directory.create({ username: `session_${count++}` });
    await signIn(id);
    expect((await directory.call(method, `/api/users/${id}${path}`, { body })).status).toBe(200);
    expect(await statuses(id)).toEqual([status]);
    expect(at(await get(`/api/users/${id}`), 'activity', 'signInCount')).toBe(1);
  });
});
