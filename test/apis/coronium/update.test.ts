// Updating: what is named changes and nothing else, all of it or none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getUser } from '../../../src/core/commands/get-user.ts';
import { updateUser } from '../../../src/core/commands/update-user.ts';
import { set, untouched } from '../../../src/core/model/patch.ts';
import { everything } from '../../conformance/coronium-everything.ts';
import { engines, md5, useGame } from './game.ts';

describe.each(engines)('on %s', (engine) => {
  const game = useGame({ engine });
  const store = () => game.app.ports.store;
  const update = (user_id: string, wish: object) => game.ask('update', { user_id, update: wish });
  const kept = async (id: string) => await getUser(await game.contextOf(), { by: 'id', id }, { system: false });
  const full = () => ({
    username: game.fresh('Full'),
    email: `${game.fresh('full')}@example.com`,
    group: 'crew',
    extra: { color: 'Red', level: 7, winner: true },
  });

  test.each([
    ['username', { username: 'Sammy' }],
    ['email', { email: 'app@email.com' }],
    ['group', { group: 'officers' }],
    ['active', { active: false, validated: false }],
  ])('%s alone changes', async (name, changed) => {
    const wish = full();
    const user_id = await game.player(wish);
    const before = await game.ask('get', { user_id });
    const after = await update(user_id, { [name]: Object.values(changed)[0] });
    expect(after).toEqual({ ...before, ...changed, updated: after.updated });
    expect(await game.ask('get', { user_id })).toEqual(after);
  });

  test('all six keys change in one call, in one change', async () => {
    const user_id = await game.player(full());
    const [username, email] = [game.fresh('All'), `${game.fresh('all')}@example.com`];
    const extra = { color: '_NULL', level: 8, city: 'Rome' };
    const wish = { username, email, group: 'all', active: false };
    const told = await update(user_id, { ...wish, extra, password: md5('abcd') });
    expect(told).toMatchObject({ ...wish, extra: { level: 8, winner: true, city: 'Rome' } });
    expect((await kept(user_id)).rev).toBe(2);
    expect(await game.ask('login', { username, password: md5('abcd') })).toMatchObject({ user_id, active: false });
  });

  test('what is as wished already is no change, and not written', async () => {
    const { username, email, group, extra } = full();
    const user_id = await game.player({ username, email, group, extra });
    const before = await everything(store());
    for (const wish of [
      { username },
      { email },
      { email: email.toUpperCase() },
      { group },
      { extra },
      { extra: {} },
      { extra: [] },
      { extra: { absent: '_NULL' } },
      { extra: { absent: null } },
      { active: true },
      { username, email: null, group, active: true, extra: null },
    ])
      expect(await update(user_id, wish), JSON.stringify(wish)).toEqual(await game.ask('get', { user_id }));
    expect(await everything(store())).toEqual(before);
  });

  describe('a name', () => {
    test('may be changed to itself in other letters, and to one of another scope', async () => {
      const username = game.fresh('Case');
      const user_id = await game.player({ username });
      expect((await update(user_id, { username: username.toUpperCase() })).username).toBe(username.toUpperCase());
      const elsewhere = game.fresh('elsewhere');
      await game.player({ username: elsewhere, email: 'same@example.com' }, 'Elsewhere');
      const wish = { username: elsewhere, email: 'same@example.com' };
      expect(await update(user_id, wish)).toMatchObject(wish);
      // The name it had is free again.
      await game.player({ username });
    });
  });

  test.each(['username', 'email'])('a wanted %s goes to one of many who want it at the same moment', async (name) => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => game.player()));
    const value = `${game.fresh('wanted')}@example.com`;
    const wish = { [name]: value, extra: { won: true } };
    const told = await Promise.all(ids.map((user_id) => game.call('update', { user_id, update: wish })));
    expect(told.filter(({ status }) => status === 600)).toHaveLength(5);
    const records = await Promise.all(ids.map((user_id) => game.ask('get', { user_id })));
    expect(records.filter(({ extra }) => extra?.won)).toEqual(told.filter(({ error }) => error === undefined));
    expect(records.filter((record) => record[name] === value)).toHaveLength(1);
  });

  describe('an email', () => {
    test('is removed by an empty one, and free for somebody else then', async () => {
      const email = `${game.fresh('gone')}@example.com`;
      const user_id = await game.player({ email });
      expect(await update(user_id, { email: '' })).not.toHaveProperty('email');
      await game.player({ email });
      expect(await game.refuse('update', { user_id, update: { email, group: 'x' } }, 600)).toContain('email');
      expect(await game.ask('get', { user_id })).not.toHaveProperty('group');
    });

    test('of somebody pending who has none any more is nowhere to write to', async () => {
      const confirmation = { from_email: 'game@example.com', subject: 'Welcome' };
      const user_id = await game.player({ email: `${game.fresh('p')}@example.com`, confirmation });
      await update(user_id, { email: '' });
      expect(await game.refuse('resendConfirmation', { user_id }, 704)).toBe('The user has no email address.');
    });
  });

  test('a group takes the place of the one before, and of nothing else', async () => {
    const user_id = await game.player({ group: 'crew' });
    const groups = set(['coronium:crew', 'label-of-another-api']);
    const reference = { by: 'id', id: user_id } as const;
    await updateUser(await game.contextOf(), reference, { ...untouched, groups }, { system: false, ifRev: null });
    expect((await update(user_id, { group: 'officers' })).group).toBe('officers');
    expect((await kept(user_id)).groups).toEqual(['label-of-another-api', 'coronium:officers']);
    expect(await update(user_id, { group: '' })).not.toHaveProperty('group');
    expect((await kept(user_id)).groups).toEqual(['label-of-another-api']);
  });

  test('who is inactive logs in and is told so, and it does not count', async () => {
    const username = game.fresh('Sleeper');
    const user_id = await game.player({ username });
    const login = async () => await game.ask('login', { username, password: md5('1234') });
    await update(user_id, { active: false });
    const before = await everything(store());
    expect(await login()).toMatchObject({ user_id, active: false, validated: false });
    expect(await everything(store())).toEqual(before);
    expect((await kept(user_id)).activity.lastSignInAt).toBeNull();
    await update(user_id, { active: true });
    expect(await login()).toMatchObject({ active: true, validated: true });
    expect((await kept(user_id)).activity.lastSignInAt).not.toBeNull();
    const [noted] = await store().readHistory('default', user_id, null, 1);
    expect(noted?.type).toBe('sign-in.succeeded');
  });
});

describe('the extra', () => {
  const game = useGame();
  const key = fc.constantFrom('a', 'b', 'c', 'Ä', 'a.b', '1', 'toString');
  const value = fc.oneof(
    fc.constantFrom('_NULL', null, '', '_null', 'NULL', 0, -0.5, 1e21, true, false),
    fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0')),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const table = fc.oneof(fc.constant([]), fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }));

  /** What is left of a table: the whole contract of the merge. */
  function merged(extra: Record<string, unknown>, wish: object): Record<string, unknown> {
    const next = { ...extra, ...(Array.isArray(wish) ? {} : wish) };
    return Object.fromEntries(Object.entries(next).filter(([, item]) => item !== '_NULL' && item !== null));
  }

  test('is what the updates one after the other make of it', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.array(table, { maxLength: 6 }), async (first, wishes) => {
        const user_id = await game.player({ extra: first });
        let model = merged({}, first);
        for (const extra of wishes) {
          model = merged(model, extra);
          const told = await game.ask('update', { user_id, update: { extra } });
          expect(told.extra ?? {}).toEqual(JSON.parse(JSON.stringify(model)));
          expect(Object.hasOwn(told, 'extra')).toBe(Object.keys(model).length > 0);
        }
        expect((await game.ask('get', { user_id })).extra ?? {}).toEqual(JSON.parse(JSON.stringify(model)));
      }),
      { numRuns: 40 },
    );
  });

  test('is merged whole by all who change it at the same moment', async () => {
    const user_id = await game.player({ extra: { gone: 1 } });
    const wishes = Array.from({ length: 20 }, (_, index) => ({ [`k${index}`]: index, gone: '_NULL' }));
    await Promise.all(wishes.map((extra) => game.ask('update', { user_id, update: { extra } })));
    const { extra } = await game.ask('get', { user_id });
    expect(extra).toEqual(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, index])));
  });

  test('holds what was there before where it would grow too large', async () => {
    const extra = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`k${index}`, 'x'.repeat(8000)]));
    const user_id = await game.player({ extra });
    expect(await game.refuse('update', { user_id, update: { extra: { more: 'x'.repeat(8000) } } }, 801)).toContain(
      'large',
    );
    expect((await game.ask('get', { user_id })).extra).toEqual(extra);
    await game.ask('update', { user_id, update: { extra: { more: 'x'.repeat(8000), k0: '_NULL' } } });
  });
});
