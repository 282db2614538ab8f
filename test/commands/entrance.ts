// Somebody who can sign in, and whoever tries to be them.

import { signIn } from '../../src/core/commands/sign-in.ts';
import type { UserPatch } from '../../src/core/model/patch.ts';
import { set } from '../../src/core/model/patch.ts';
import { type Actor, defaultPolicy, type Policy } from '../../src/core/model/realm.ts';
import { listChange, wish } from '../users.ts';
import { add, openWorld, refusalsOf, type World } from './world.ts';

export const facts = { ipAddress: '192.0.2.9', userAgent: 'test', organizationId: null };
export const wrong = [{ code: 'wrong-credentials' }];

/** A lockout after three. */
export const three = { ...defaultPolicy.lockout, attemptsMax: 3 };

/** The password that is right. */
export const password = { op: 'set', plain: 'correct horse', checks: 'enforce', preHash: 'none' } as const;

export const anybody = (address: string | null): Actor => ({ kind: 'anybody', address });

type Entry = { readonly code?: string | null; readonly actor?: Actor; readonly system?: boolean };

/** Signs in, with the right password unless told. */
export function enter(world: World, identifier: string, plain = 'correct horse', entry: Entry = {}) {
  const { code = null, actor = world.context.actor, system = false } = entry;
  return signIn({ ...world.context, actor }, { identifier, password: plain, code }, facts, { system });
}

/** Why a sign-in is refused, with a wrong password unless told. */
export const refused = (world: World, identifier: string, plain = 'wrong', entry: Entry = {}) =>
  refusalsOf(() => enter(world, identifier, plain, entry));

/** Somebody with a username, a proven, a kept and an unproven email address and telephone. */
export async function openEntrance(policy: Partial<Policy> = {}, wanted: Partial<UserPatch> = {}) {
  const world = await openWorld(policy);
  const contacts = (proven: string, kept: string, unproven: string) =>
    listChange({
      add: [wish(proven), wish(kept, { claim: 'reserved' }), wish(unproven, { claim: 'unverified' })],
    });
  const ada = await add(world, {
    username: set('adalove'),
    emails: contacts('ada@example.com', 'kept@example.com', 'claimed@example.com'),
    phones: contacts('+12133734253', '+12133734254', '+12133734255'),
    password,
    ...wanted,
  });
  return { world, ada };
}
