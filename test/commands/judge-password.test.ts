// Tests of judging a password before it is set: what setting it would say, and nothing is written.

import { expect, test } from 'vitest';
import { violationsBy } from '../../src/core/commands/judge-password.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { set } from '../../src/core/model/patch.ts';
import { patch } from '../users.ts';
import { add, everything, openWorld, refusalsOf } from './world.ts';

const wish = (plain: string) => ({ op: 'set', plain, checks: 'enforce', preHash: 'none' }) as const;

test.each([['x'], ['adalove'], ['password1'], ['a\0'], ['']])('of %j it says what setting it would', async (plain) => {
  const world = await openWorld();
  const ada = await add(world, { username: set('adalove') });
  const before = await everything(world);
  const violations = await violationsBy(world.context, ada, wish(plain));
  expect(await everything(world)).toEqual(before);
  const options = { system: false, ifRev: null };
  const work = () => updateUser(world.context, { by: 'id', id: ada.id }, patch({ password: wish(plain) }), options);
  expect(await refusalsOf(work)).toMatchObject([{ code: 'password-rejected', violations }]);
  expect(violations.length).toBeGreaterThan(0);
  expect(world.work.hashed).toBe(0);
});

test('of a good one it says nothing; of one for somebody who will be called otherwise it knows that', async () => {
  const world = await openWorld();
  const ada = await add(world, { username: set('adalove'), firstName: set('Ada') });
  const asked = { ...wish('xxx Countess xxx'), refuseContained: true } as const;
  expect(await violationsBy(world.context, ada, asked)).toEqual([]);
  expect(await violationsBy(world.context, { ...ada, lastName: 'countess' }, asked)).toEqual(['contains-identifier']);
  expect(await violationsBy(world.context, { ...ada, lastName: 'countess' }, wish('xxx Countess xxx'))).toEqual([]);
});
