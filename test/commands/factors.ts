// Somebody with second factors, and their codes.

import { getUser } from '../../src/core/commands/get-user.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { verifySecondFactor } from '../../src/core/commands/verify-second-factor.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import type { Secrets, Totp, User } from '../../src/core/model/user.ts';
import { codeAt, totpOf } from '../time-codes.ts';
import { patch } from '../users.ts';
import { add, openWorld, refusalsOf, type World } from './world.ts';

export const byId = ({ id }: User) => ({ by: 'id', id }) as const;
export const show = (world: World, one: User, code: string) =>
  verifySecondFactor(world.context, byId(one), code, { system: false });
export const refused = (world: World, one: User, code: string) => refusalsOf(() => show(world, one, code));
export const update = (world: World, one: User, wanted: Partial<UserPatch>) =>
  updateUser(world.context, byId(one), patch(wanted), { system: false, ifRev: null });
export const read = (world: World, one: User) => getUser(world.context, byId(one), { system: true });

export const wrong = [{ code: 'code-rejected', reason: 'wrong' }];
export const used = [{ code: 'code-rejected', reason: 'used' }];
export const none = [{ code: 'no-credential', what: 'second-factor' }];
export const [first, second] = [totpOf(1), totpOf(2)];

/** What the vault keeps of the user. */
export async function secretsOf({ ports }: World, one: User): Promise<Secrets> {
  const stored = await ports.store.loadUser('default', byId(one));
  return ports.vault.open(stored?.secrets ?? null, `user/default/${one.id}`);
}

/** The code of so many steps from now. */
export const codeOf = ({ clock }: World, totp: Totp, steps = 0) =>
  codeAt(totp, clock.now + steps * totp.periodSeconds * 1000);

/** A code that is none of those around now. */
export function wrongCode(world: World, totp: Totp): string {
  const near = [-1, 0, 1].map((steps) => codeOf(world, totp, steps));
  return ['000000', '111111', '222222', '333333'].find((code) => !near.includes(code)) ?? '';
}

/** A world with somebody in it who is like this. */
export async function openWith(wanted: Partial<UserPatch>) {
  const world = await openWorld();
  return { world, ada: await add(world, { username: set('adalove'), ...wanted }) };
}
