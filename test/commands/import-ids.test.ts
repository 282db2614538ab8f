// Tests of who those are that arrive: nobody comes in somebody else's name, and nobody comes twice.

import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/core/commands/create-session.ts';
import { ksuidOfUuid } from '../../src/core/model/id.ts';
import { set } from '../../src/core/model/patch.ts';
import { clerk, comer, find, mail, openEntrance, takeIn, updating, words } from '../transfer/comers.ts';
import { moveIn, moverOf, openHall, skipping } from '../transfer/movers.ts';
import { idOf } from '../users.ts';
import { allSessions, allUsers, everything } from './world.ts';

const spelled = (id: string) => `user_${ksuidOfUuid(id)}`;
const ourId = '0199a000-1234-7000-8000-0000000000aa';

describe('an old id that is a spelling of one of ours', () => {
  test('becomes the id again, and is no alias', async () => {
    const world = await openEntrance();
    expect(words(await takeIn(world, [clerk(spelled(ourId), { username: set('adalove') })]))).toEqual(['created']);
    expect(await find(world, 'adalove')).toMatchObject({ id: ourId, aliases: {} });
    expect(words(await takeIn(world, [clerk(spelled(ourId), { username: set('adalove') })]))).toEqual(['present']);
  });

  test("is nobody else's: whoever brings it is taken for the one who has it, or refused", async () => {
    const world = await openEntrance();
    await takeIn(world, [clerk(spelled(ourId), { username: set('adalove') }), comer({ username: set('mallory_m') })]);
    const before = await everything(world);
    expect(words(await takeIn(world, [clerk(spelled(ourId), { username: set('mallory_m') })]))).toEqual(['skipped']);
    const two = comer({ username: set('mallory_x'), aliases: set({ clerk: spelled(ourId), muster: idOf(77) }) });
    expect(await takeIn(world, [two])).toMatchObject([
      { is: 'refused', refusals: [{ code: 'invalid', issues: [{ path: 'aliases' }] }] },
    ]);
    expect(await everything(world)).toEqual(before);
  });

  test('in a written record must be its own', async () => {
    const hall = await openHall();
    const mover = moverOf({ id: idOf(7), serial: 9, aliases: { clerk: spelled(ourId) } });
    expect(words(await moveIn(hall, [mover]))).toEqual(['refused']);
  });
});

test('who has no name of their own is known again by an address, though it is not proven', async () => {
  const world = await openEntrance();
  const nameless = comer({ emails: mail('ada@example.com', 'unverified') });
  expect(words(await takeIn(world, [nameless]))).toEqual(['created']);
  expect(await takeIn(world, [nameless])).toMatchObject([{ is: 'skipped', field: 'address' }]);
  expect(await allUsers(world)).toHaveLength(2);
});

describe('a built-in account', () => {
  const odd = { active: false, bannedAt: 1, role: null };

  test('is neither brought nor changed by a file', async () => {
    const hall = await openHall();
    const [admin] = await allUsers(hall);
    if (admin === undefined) throw new Error('there is no built-in account');
    const before = await everything(hall);
    for (const options of [skipping, updating]) {
      for (const change of [
        { id: idOf(7), serial: 1, username: 'Admin', ...odd },
        { id: idOf(7), serial: 1, username: 'Admin', role: 'somebody-else' },
        { id: idOf(7), serial: 9, username: 'root_2', role: 'super-admin' },
        { id: admin.id, serial: 1, username: 'Admin', role: admin.role, firstName: 'X', rev: 9 },
      ]) {
        const [arrived] = await moveIn(hall, [moverOf({ system: true, ...change })], options);
        expect(arrived?.is).toMatch(/refused|present|skipped/);
      }
    }
    expect(await everything(hall)).toEqual(before);
  });
});

test('a ban that a written record brings ends the sessions', async () => {
  const hall = await openHall();
  const mover = moverOf({ id: idOf(7), serial: 9, username: 'adalove' });
  await moveIn(hall, [mover]);
  await createSession(
    { ...hall.context, actor: { kind: 'system' } },
    { by: 'id', id: idOf(7) },
    {
      method: 'password',
      ipAddress: null,
      userAgent: null,
      organizationId: null,
    },
  );
  expect(words(await moveIn(hall, [moverOf({ ...mover.written.user, bannedAt: 1 })], updating))).toEqual(['updated']);
  expect((await allSessions(hall)).map(({ status }) => status)).toEqual(['revoked']);
});
