// What imports must not do: leave no administrator, forget who has come, lose a name that only some may give.

import { expect, test } from 'vitest';
import { changeRealmObjects } from '../../src/core/commands/change-realm-objects.ts';
import type { Arrival } from '../../src/core/commands/judge-arrival.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { clear, set } from '../../src/core/model/patch.ts';
import { ownSheet } from '../../src/transfer/muster/columns.ts';
import { musterSheet } from '../../src/transfer/muster/read-sheet.ts';
import { add, allUsers, type World } from '../commands/world.ts';
import { newGroup } from '../realm-objects.ts';
import { idOf, patch } from '../users.ts';
import { comer, find, mail, openEntrance, takeIn, updating, words } from './comers.ts';
import { everybodyIn, moveIn, openHall } from './movers.ts';

const asIs = { system: true, ifRev: null } as const;

test('a written record does not take the last administrator their place', async () => {
  const hall = await openHall();
  await changeRealmObjects(hall.context, async () => ({
    intents: [{ op: 'create', document: newGroup('open') }],
    users: [],
    numbering: null,
    result: null,
  }));
  const keeper = await add(hall, { username: set('keeper'), groups: set(['open']) });
  const before = await everybodyIn(hall);
  const byId = { by: 'id', id: keeper.id } as const;
  await updateUser(hall.context, byId, patch({ role: set('super-admin') }), asIs);
  await updateUser(hall.context, { by: 'id', id: idOf(1) }, patch({ role: clear }), asIs);
  const old = await find(hall, 'keeper');
  const refused = { is: 'refused', refusals: [{ code: 'not-eligible', field: 'role', why: 'last' }] };
  for (const options of [updating, { ...updating, dryRun: new Set<string>() }]) {
    expect(await moveIn(hall, before, options)).toEqual([refused]);
    expect(await find(hall, 'keeper')).toEqual(old);
  }
});

test.each(['role', 'groups'])('whoever is known by nothing but %s does not come twice', async (field) => {
  const world = await openEntrance();
  const wish = field === 'role' ? { role: set('editor') } : { groups: set(['staff']) };
  const arrival = comer({ emails: mail('ada@example.com', 'unverified'), ...wish });
  expect(words(await takeIn(world, [arrival]))).toEqual(['created']);
  const count = (await allUsers(world)).length;
  expect(words(await takeIn(world, [arrival]))).toEqual(['skipped']);
  expect(await allUsers(world)).toHaveLength(count);
});

// A name that only some may give, as Zabbix' users have them.
const odd = ['a', '007', 'Zoë Ω', ' lead', 'DOMAIN\\user', '+4930123456', 'x@y', '=cmd', 'x'.repeat(100)];

test('names as one pleases survive a move, whole and as a sheet, first and again', async () => {
  const hall = await openHall();
  for (const username of odd) await add(hall, { username: { op: 'set', value: username, form: 'free' } });
  const movers = await everybodyIn(hall);
  const sheet = movers.map(({ written }): Arrival => {
    const row = ownSheet.rowOf(written);
    return { from: 'elsewhere', ...musterSheet.read(row ?? expect.fail()) };
  });
  const names = async (world: World) =>
    (await allUsers(world)).filter(({ system }) => !system).map(({ username }) => username);
  expect(await names(hall)).toEqual(odd);

  const other = await openHall();
  expect(new Set(words(await moveIn(other, movers)))).toEqual(new Set(['created']));
  expect(await names(other)).toEqual(odd);
  const [mover] = movers;
  if (mover === undefined) expect.fail();
  await updateUser(other.context, { by: 'id', id: mover.written.user.id }, patch({ username: set('renamed') }), asIs);
  expect(words(await moveIn(other, movers, updating))[0]).toBe('updated');
  expect(await names(other)).toEqual(odd);

  const third = await openEntrance();
  expect(await takeIn(third, sheet)).toEqual(odd.map(() => expect.objectContaining({ is: 'created' })));
  expect(await names(third)).toEqual(odd);
  expect(words(await takeIn(third, sheet, updating))).not.toContain('refused');
  expect(await names(third)).toEqual(odd);
});
