// Tests of what is left of a stranger's doing once the owner of an address has proven it.

import { expect, test } from 'vitest';
import { beginTotp } from '../../src/core/commands/enrol-totp.ts';
import { set } from '../../src/core/model/patch.ts';
import { byId, first, read, secretsOf } from './factors.ts';
import { byCode, magicCode, person, reset, resetToken } from './visitors.ts';
import { openWorld } from './world.ts';

const address = 'ada@example.com';

test('an app that a stranger began to enrol is gone when a mailed code proves the address', async () => {
  const world = await openWorld();
  const ada = await person(world, address, false);
  await beginTotp(world.context, byId(ada), { system: false, issuer: 'Muster', account: null, secret: null });
  expect((await secretsOf(world, ada)).enrolling).not.toBe(null);
  await byCode(world, address, await magicCode(world, address));
  expect((await secretsOf(world, ada)).enrolling).toBe(null);
});

test('a reset that proves the address takes second factors that were set before; another keeps them', async () => {
  for (const proven of [false, true]) {
    const world = await openWorld();
    const ada = await person(world, address, proven, { totp: set(first) });
    await reset(world, await resetToken(world, address));
    expect((await read(world, ada)).credentials.totp !== null).toBe(proven);
  }
});
