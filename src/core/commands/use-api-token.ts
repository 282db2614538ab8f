// Using an API token: what stands behind every call that is made with one.

import { hash } from 'node:crypto';
import type { ApiToken } from '../model/api-token.ts';
import { Refused, refuse } from '../model/error.ts';
import type { User } from '../model/user.ts';
import type { Context } from './context.ts';
import { refuseInactive } from './create-session.ts';
import { findUser } from './find-user.ts';
import { refuseShutOut } from './groups-of.ts';
import type { Doorway } from './resume-session.ts';

/** Use within this time of the last noted use is not noted again: nobody is told of it more finely, and each note costs a commit. */
const useGrainMs = 1000;
const secretBytes = 32;
const unknown = { code: 'not-authenticated' } as const;

/** The digest that is kept of an API token. */
export function digestOfApiToken(secret: string): string {
  return hash('sha512', secret, 'hex');
}

/** A fresh secret: 32 random bytes in lower case hex, to be shown once. */
export function newApiTokenSecret(random: { token(count: number): string }): string {
  return Buffer.from(random.token(secretBytes), 'base64url').toString('hex');
}

async function noteUse({ ports, realm }: Context, token: ApiToken): Promise<void> {
  const now = ports.clock();
  if (now - (token.lastUsedAt ?? 0) < useGrainMs) return;
  const document: ApiToken = { ...token, rev: token.rev + 1, lastUsedAt: now };
  const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
  const step = { op: 'update', document, rev: token.rev, addKeys: [], removeKeys: [] } as const;
  // Where somebody else has changed or used it meanwhile, theirs counts.
  await ports.store.commit({ realm: realm.id, ...none, documents: [step] });
}

async function userOf(context: Context, { userId }: ApiToken, groups: Doorway['groups']): Promise<User> {
  try {
    const { user } = await findUser(context, { by: 'id', id: userId }, true);
    refuseInactive(user);
    await refuseShutOut(context, user, groups);
    return user;
  } catch (error) {
    if (error instanceof Refused) return refuse(unknown);
    throw error;
  }
}

/**
 * Answers whom a token speaks for, and notes its use. One that is disabled, or of somebody who is barred, is as unknown as any other.
 * @fails not-authenticated, code-rejected (`expired`).
 */
export async function useApiToken(
  doorway: Doorway,
  secret: string,
): Promise<{ readonly token: ApiToken; readonly user: User }> {
  const context: Context = { ...doorway, actor: { kind: 'system' } };
  const { store, clock } = context.ports;
  const key = { kind: 'api-token', key: digestOfApiToken(secret) } as const;
  const token = await store.loadDocumentByKey(context.realm.id, 'api-token', key);
  if (token === null || !token.active) return refuse(unknown);
  if (token.expireAt !== null && token.expireAt <= clock()) refuse({ code: 'code-rejected', reason: 'expired' });
  const user = await userOf(context, token, doorway.groups);
  await noteUse(context, token);
  return { token, user };
}
