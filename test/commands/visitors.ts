// Whoever wants in by the steps of a sign-in, and the codes and tokens that reach them by mail.

import type { Context } from '../../src/core/commands/context.ts';
import { createMagicCode } from '../../src/core/commands/create-magic-code.ts';
import { createMembership } from '../../src/core/commands/create-membership.ts';
import { createOrganization } from '../../src/core/commands/create-organization.ts';
import { createPasswordReset } from '../../src/core/commands/create-password-reset.ts';
import { getTicket } from '../../src/core/commands/find-ticket.ts';
import { asSession } from '../../src/core/commands/finish-sign-in.ts';
import { resetPassword } from '../../src/core/commands/reset-password.ts';
import {
  resumeWithEmail,
  resumeWithOrganization,
  resumeWithSecondFactor,
} from '../../src/core/commands/resume-sign-in.ts';
import { sendEmailVerification } from '../../src/core/commands/send-email-verification.ts';
import { signInByMagicCode } from '../../src/core/commands/sign-in-by-magic-code.ts';
import { signInByPassword, type Visit } from '../../src/core/commands/sign-in-by-password.ts';
import type { SignInStep } from '../../src/core/model/error.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import { defaultPolicy, type Policy } from '../../src/core/model/realm.ts';
import type { PurposeName, Ticket } from '../../src/core/model/ticket.ts';
import type { User } from '../../src/core/model/user.ts';
import { replacement, wish } from '../users.ts';
import { password } from './entrance.ts';
import { byId, first } from './factors.ts';
import { add, openWorld, refusedBy, type World } from './world.ts';

export const place = { ipAddress: '192.0.2.9', userAgent: 'test' };
export const visit: Visit = { ...place, clientId: 'client', organizationId: null, invitation: null };
export const plain = 'correct horse';
export const anybodyAt = (address: string | null) => ({ kind: 'anybody', address }) as const;

/** The context of the same world for somebody without a key. */
export const stranger = ({ context }: World, address: string | null = '192.0.2.1'): Context => ({
  ...context,
  actor: anybodyAt(address),
});

/** Somebody with a password and an address, proven unless told. */
export const person = (world: World, address: string, proven = true, more: Partial<UserPatch> = {}): Promise<User> =>
  add(world, {
    emails: replacement([wish(address, { claim: proven ? 'verified' : 'reserved' })], { primary: { op: 'first' } }),
    password,
    ...more,
  });

/** The newest ticket for a purpose, of a user (null: of anybody). */
export async function newest({ ports }: World, purpose: PurposeName, userId: string | null = null): Promise<Ticket> {
  const query = { organizationId: null, subject: null, direction: 'descending', after: null, limit: 100 } as const;
  const found = await ports.store.findDocuments('default', { ...query, kind: 'ticket', userId });
  const ticket = found.find((one) => one.purpose === purpose);
  if (ticket === undefined) throw new Error(`there is no ${purpose}`);
  return ticket;
}

/** The code that went to the user's address. */
export async function verificationCode(world: World, user: User): Promise<string> {
  const { id } = await newest(world, 'email-verification', user.id);
  return (await getTicket(world.context, 'email-verification', id)).secret;
}

/** Has a code sent to the user's address, and reads it. */
export async function sendVerification(world: World, user: User): Promise<string> {
  await sendEmailVerification(world.context, byId(user));
  return await verificationCode(world, user);
}

export const magicCode = async ({ context }: World, email: string): Promise<string> =>
  (await createMagicCode(context, { email, invitation: null })).code;

/** Has a link sent for a new password, and reads its token. */
export async function resetToken({ context }: World, email: string): Promise<string> {
  const made = await createPasswordReset(context, email, (token) => `https://example.com/?token=${token}`);
  if (made === null) throw new Error('nobody was told');
  return made.token;
}

export const byPassword = (world: World, email: string, given = plain, context = world.context) =>
  signInByPassword(context, { email, password: given }, visit, asSession);
export const byCode = (world: World, email: string, code: string, context = world.context) =>
  signInByMagicCode(context, { email, code }, visit, asSession);
export const reset = ({ context }: World, token: string, wanted = 'a new long phrase') =>
  resetPassword(context, token, wanted);

/** The step that a sign-in stops at. */
export async function stepOf(work: () => Promise<unknown>): Promise<SignInStep> {
  const [refusal] = (await refusedBy(work)).refusals;
  if (refusal.code !== 'sign-in-unfinished') throw new Error(`it was refused: ${refusal.code}`);
  return refusal.step;
}

/** A code of six digits that is not this one. */
export const otherThan = (code: string): string => (code === '999999' ? '999998' : '999999');

export const withEmail = ({ context }: World, token: string, code: string) =>
  resumeWithEmail(context, token, code, place, asSession);
export const withFactor = ({ context }: World, token: string, code: string) =>
  resumeWithSecondFactor(context, token, code, null, place, asSession);
export const withOrganization = ({ context }: World, token: string, id: string) =>
  resumeWithOrganization(context, token, id, place, asSession);

/** An organization with these members. */
export async function found({ context }: World, name: string, ...members: readonly User[]): Promise<string> {
  const organization = await createOrganization(context, {
    name: set(name),
    externalId: { op: 'keep' },
    domains: null,
    metadata: { op: 'keep' },
  });
  for (const { id } of members) {
    await createMembership(context, { userId: id, organizationId: organization.id, roles: null });
  }
  return organization.id;
}

/** Somebody who lacks everything, and belongs to two organizations. */
export async function openLadder(policy: Partial<Policy> = {}) {
  const world = await openWorld(policy);
  const ada = await person(world, 'ada@example.com', false, { totp: set(first) });
  const organizations = [await found(world, 'One', ada), await found(world, 'Two', ada)] as const;
  return { world, ada, organizations };
}

/** A law for signing in. */
export const signIn = (change: Partial<Policy['signIn']>) => ({ signIn: { ...defaultPolicy.signIn, ...change } });

/** What the newest ticket for a purpose shows. */
export const codeOfTicket = async (world: World, purpose: PurposeName, userId: string | null) => {
  const { id } = await newest(world, purpose, userId);
  return (await getTicket(world.context, purpose, id)).secret;
};
