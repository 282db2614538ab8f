// A call under a key is done once, however often it is sent; what is refused may be sent again.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { everybody } from '../../../src/core/model/query.ts';
import { everything } from '../../conformance/coronium-everything.ts';
import { useWire } from '../../conformance/coronium-wire.ts';
import { engines, homeScope, md5, useGame } from './game.ts';

const newKey = () => randomUUID().replaceAll('-', '');
const differs = 'This idempotency key was used for another request.';

describe.each(engines)('on %s', (engine) => {
  const game = useGame({ engine });
  const store = () => game.app.ports.store;
  const count = async () => await store().countUsers('default', everybody);
  const wish = () => ({ username: game.fresh('once'), password: md5('1234') });

  test('a user is made once by a call that is sent again', async () => {
    const [body, key, before] = [wish(), newKey(), await count()];
    const first = await game.send('create', body, { key });
    const made = await everything(store());
    expect(await game.send('create', body, { key })).toEqual(first);
    expect(await game.send('create', body, { key })).toEqual(first);
    expect(await everything(store())).toEqual(made);
    expect(await count()).toBe(before + 1);
    await game.refuse('create', body, 600);
  });

  test('a user is made once by calls at the same moment', async () => {
    const [body, key, before] = [wish(), newKey(), await count()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => game.send('create', body, { key })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0].result).toEqual({ user_id: expect.any(String) });
    expect(await count()).toBe(before + 1);
  });

  test('one mail to confirm is sent', async () => {
    const confirmation = { from_email: 'game@example.com', subject: 'Welcome' };
    const body = { ...wish(), email: `${game.fresh('once')}@example.com`, confirmation };
    const key = newKey();
    const first = await game.ask('create', body, { key });
    expect(await game.ask('create', body, { key })).toEqual(first);
    const tickets = { kind: 'ticket', userId: first.user_id, organizationId: null, subject: null } as const;
    const query = { ...tickets, direction: 'ascending', after: null, limit: 10 } as const;
    expect(await store().findDocuments('default', query)).toHaveLength(1);
    const resend = { user_id: first.user_id };
    const again = newKey();
    for (let time = 0; time < 3; time += 1) await game.ask('resendConfirmation', resend, { key: again });
    expect(await store().findDocuments('default', query)).toHaveLength(2);
  });

  test('each action that writes is done once', async () => {
    const user_id = await game.player();
    const linked = { user_id, provider: 'facebook' };
    const calls: readonly (readonly [string, object])[] = [
      ['update', { user_id, update: { extra: { a: 1 } } }],
      ['addAuthProvider', { ...linked, auth: { client_id: game.fresh('fb') } }],
      ['updateAuthProvider', { ...linked, update: { access_token: 'abc' } }],
      ['updateTokenExpiry', { ...linked, expiry: 1_900_000_000 }],
      ['removeAuthProvider', linked],
      ['delete', { user_id }],
    ];
    for (const [action, body] of calls) {
      const key = newKey();
      const first = await game.send(action, body, { key });
      const done = await everything(store());
      expect(await game.send(action, body, { key }), action).toEqual(first);
      expect(await everything(store()), action).toEqual(done);
    }
  });

  test('an update that is sent again much later does not undo what came between', async () => {
    const user_id = await game.player();
    const [body, key] = [{ user_id, update: { extra: { level: 1 } } }, newKey()];
    const first = await game.ask('update', body, { key });
    await game.ask('update', { user_id, update: { extra: { level: 2 } } });
    expect(await game.ask('update', body, { key })).toEqual(first);
    expect((await game.ask('get', { user_id })).extra).toEqual({ level: 2 });
  });

  test('another body, or action, under the same key is refused', async () => {
    const [body, key] = [wish(), newKey()];
    const { user_id } = await game.ask('create', body, { key });
    const before = await everything(store());
    expect(await game.refuse('create', wish(), 810, { key })).toBe(differs);
    expect(await game.refuse('create', { ...body, email: 'a@example.com' }, 810, { key })).toBe(differs);
    expect(await game.refuse('delete', { user_id }, 810, { key })).toBe(differs);
    expect(await everything(store())).toEqual(before);
  });

  test('in another scope it is another key', async () => {
    const [body, key] = [wish(), newKey()];
    const here = await game.ask('create', body, { key });
    const there = await game.ask('create', body, { key, scope: 'Elsewhere' });
    expect(there.user_id).not.toBe(here.user_id);
    await game.ask('get', there, { scope: 'Elsewhere' });
  });

  test('what was refused may be sent again, and is done then', async () => {
    const [taken, key] = [wish(), newKey()];
    const { user_id } = await game.ask('create', taken);
    expect(await game.refuse('create', taken, 600, { key })).toContain('exists already');
    await game.refuse('create', taken, 600, { key });
    await game.ask('update', { user_id, update: { username: game.fresh('made-room') } });
    const made = await game.ask('create', taken, { key });
    expect(made.user_id).not.toBe(user_id);
    expect(await game.ask('create', taken, { key })).toEqual(made);
    const late = newKey();
    await game.refuse('update', { user_id, update: { active: 'yes' } }, 801, { key: late });
    await game.ask('update', { user_id, update: { active: true, group: 'x' } }, { key: late });
  });

  test('what is only read is read anew', async () => {
    const [username, key] = [game.fresh('reader'), newKey()];
    const user_id = await game.player({ username });
    await game.ask('get', { user_id }, { key });
    await game.ask('update', { user_id, update: { group: 'new' } });
    expect((await game.ask('get', { user_id }, { key })).group).toBe('new');
    await game.refuse('login', { username, password: md5('wrong') }, 603, { key });
    await game.ask('login', { username, password: md5('1234') }, { key });
  });

  test('what was done is not done again where its user is gone', async () => {
    const [body, key] = [wish(), newKey()];
    const first = await game.ask('create', body, { key });
    await game.ask('delete', { user_id: first.user_id });
    const before = await count();
    expect(await game.ask('create', body, { key })).toEqual(first);
    expect(await count()).toBe(before);
  });
});

const wire = useWire();

test('a retry has another time and signature, and may come from the plugin as well', async () => {
  const { game, ours, plugin } = wire();
  const body = JSON.stringify({ username: 'Retried', password: md5('1234'), scope: homeScope });
  const idempotencyKey = newKey();
  const first = await ours('create', body, { idempotencyKey, time: '1516647155' });
  expect(first).toMatch(/^\{"result":\{"user_id":"[0-9a-f-]{36}"\}\}$/);
  expect(await ours('create', body, { idempotencyKey, time: '1516647157' })).toBe(first);
  expect(await plugin('create', body)).toContain('"status":600');
  expect(await game.app.ports.store.countUsers('default', everybody)).toBe(1);
});
