// Creating: who is there afterwards, and who is to confirm first.
import { describe, expect, test } from 'vitest';
import { getUser } from '../../../src/core/commands/get-user.ts';
import { everything } from '../../conformance/coronium-everything.ts';
import { engines, homeScope, md5, useGame } from './game.ts';

const confirmation = { from_email: 'Space Race <game@example.com>', subject: 'Welcome' };

describe.each(engines)('on %s', (engine) => {
  const game = useGame({ engine });
  const password = md5('1234');
  const kept = async (id: string) => await getUser(await game.contextOf(), { by: 'id', id }, { system: false });
  const ticketsOf = async (userId: string) => {
    const query = { kind: 'ticket', userId, organizationId: null, subject: null } as const;
    return await game.app.ports.store.findDocuments('default', {
      ...{ ...query, direction: 'ascending', after: null, limit: 10 },
    });
  };

  test('by a name and a password, nothing is there but those', async () => {
    const username = game.fresh('Bare');
    const { user_id, ...rest } = await game.ask('create', { username, password });
    expect(rest).toEqual({});
    const record = await game.ask('get', { user_id });
    const [created, updated] = [expect.any(Number), expect.any(Number)];
    const standing = { active: true, validated: true, scope: homeScope };
    expect(record).toEqual({ user_id, username, ...standing, created, updated });
    expect(Number.isInteger(record.created)).toBe(true);
    const user = await kept(user_id);
    expect(user).toMatchObject({ active: true, confirmation: 'none', emails: [], groups: [], role: null });
    expect(user.metadata).toEqual({ public: {}, private: {}, unsafe: {}, labels: {}, extra: {} });
  });

  test('by all of it, all is there', async () => {
    const username = game.fresh('Full');
    const email = `${username}@Example.com`;
    const extra = { color: 'Red', level: 7.5, winner: true, loser: false, zero: 0, empty: '' };
    const wish = { username, password, email, group: 'crew', extra, scope: homeScope };
    const { user_id } = await game.ask('create', wish);
    expect(await game.ask('get', { user_id })).toMatchObject({ username, email, group: 'crew', extra });
    expect(await kept(user_id)).toMatchObject({ groups: ['coronium:crew'], metadata: { extra } });
  });

  test('by what says nothing, nothing is there', async () => {
    const wish = { email: '', group: '', extra: [], confirmation: null };
    const user_id = await game.player(wish);
    const record = await game.ask('get', { user_id });
    for (const name of ['email', 'group', 'extra', 'confirmation', 'oauth', 'last_login'])
      expect(record).not.toHaveProperty(name);
    const other = await game.player({ email: null, group: null, extra: { gone: '_NULL', too: null } });
    expect(await game.ask('get', { user_id: other })).not.toHaveProperty('extra');
  });

  describe('who is to confirm', () => {
    test('is pending, logs in without it counting, and is sent the mail', async () => {
      const username = game.fresh('Pending');
      const wish = { username, password, email: `${username}@example.com`, confirmation };
      const { user_id, ...rest } = await game.ask('create', wish);
      expect(rest).toEqual({ confirmation: 'pending' });
      const state = { active: false, validated: false, confirmation: 'pending' };
      expect(await game.ask('login', { username, password })).toMatchObject({ user_id, ...state });
      expect(await game.ask('get', { user_id })).not.toHaveProperty('last_login');
      expect(await ticketsOf(user_id)).toHaveLength(1);
      expect(await game.ask('resendConfirmation', { user_id })).toBe(user_id);
      expect(await ticketsOf(user_id)).toHaveLength(2);
    });

    test('is nobody without an address, or without a sender', async () => {
      for (const wish of [
        { confirmation },
        { confirmation, email: '' },
        { confirmation: { subject: 'x' }, email: `${game.fresh('e')}@example.com` },
        { confirmation: [], email: `${game.fresh('e')}@example.com` },
        { confirmation: { ...confirmation, from_email: '' }, email: `${game.fresh('e')}@example.com` },
      ]) {
        const told = await game.ask('create', { username: game.fresh('Unasked'), password, ...wish });
        expect(told).toEqual({ user_id: expect.any(String) });
        const record = await game.ask('get', { user_id: told.user_id });
        expect(record).toMatchObject({ active: true, validated: true });
        expect(await ticketsOf(told.user_id)).toEqual([]);
      }
    });

    test('is nobody at all where the mail could not be', async () => {
      const before = await everything(game.app.ports.store);
      const wish = { username: 'Unmade', password, email: 'unmade@example.com' };
      for (const [change, status] of [
        [{ subject: '' }, 804],
        [{ subject: 'a\nBcc: all@example.com' }, 702],
        [{ from_email: 'nobody' }, 704],
        [{ from_email: 'a@example.com\nBcc: b@example.com' }, 704],
        [{ email_tpl: '../../../etc/passwd' }, 702],
        [{ email_tpl: 'missing.tpl' }, 702],
        [{ email_tpl: 7 }, 801],
        [{ tpl_keys: { a: {} } }, 801],
        [{ tpl_keys: 'x' }, 801],
      ] as const)
        await game.refuse('create', { ...wish, confirmation: { ...confirmation, ...change } }, status);
      expect(await everything(game.app.ports.store)).toEqual(before);
    });
  });

  test('a name goes to one of many who want it at the same moment', async () => {
    const username = game.fresh('Wanted');
    const told = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        game.call('create', { username: index % 2 ? username : username.toUpperCase(), password }),
      ),
    );
    expect(told.filter(({ user_id }) => user_id !== undefined)).toHaveLength(1);
    expect(told.filter(({ status }) => status === 600)).toHaveLength(7);
  });
});
