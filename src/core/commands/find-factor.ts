// Finding a user's authenticator app as a thing of its own.

import { Refused, refuse } from '../model/error.ts';
import type { User, UserReference } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { type Context, demand, secretsContext } from './context.ts';
import { accountOf } from './enrol-totp.ts';
import { findUser } from './find-user.ts';

/**
 * A user's one authenticator app: in force, or waiting for its first code (`enabledAt` null). It has the user's id, since there is
 * never another.
 */
export type Factor = {
  readonly user: User;
  readonly issuer: string;
  readonly account: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly enabledAt: number | null;
};

/** The app as stored; null when the user has none. One in force hides one that waits to take its place. */
export function factorOf(context: Context, { user, secrets }: StoredUser): Factor | null {
  const { totp, enrolling } = context.ports.vault.open(secrets, secretsContext(context.realm.id, user.id));
  const shown = totp ?? enrolling;
  if (shown === null) return null;
  const enabledAt = totp === null ? null : (user.credentials.totp?.enabledAt ?? null);
  const createdAt = shown.label?.startedAt ?? enabledAt ?? user.createdAt;
  const { issuer, account } = shown.label ?? { issuer: context.realm.name, account: accountOf(user) };
  return { user, issuer, account, createdAt, updatedAt: enabledAt ?? createdAt, enabledAt };
}

/** The user's app; null: they have none. @fails not-found (user), forbidden. */
export async function findFactor(context: Context, reference: UserReference): Promise<Factor | null> {
  const stored = await findUser(context, reference, false);
  demand(context, 'user.read', stored.user.id);
  return factorOf(context, stored);
}

/** The app with this id. @fails not-found (factor), forbidden. */
export async function getFactor(context: Context, id: string): Promise<Factor> {
  const factor = await findFactor(context, { by: 'id', id }).catch((error: unknown) => {
    if (error instanceof Refused && error.refusals[0].code === 'not-found') return null;
    throw error;
  });
  return factor ?? refuse({ code: 'not-found', what: 'factor', id });
}
