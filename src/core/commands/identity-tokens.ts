// The tokens of outside identities: sealed at rest, told to who may read the user and asks, gone with the identity.

import type { IdentityToken } from '../model/identity-token.ts';
import type { Identity, User } from '../model/user.ts';
import type { DocumentStep } from '../ports.ts';
import { changeDocuments, removing, replacing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { changeOf } from './prepare-update.ts';
import { refuseOutOfReach } from './refuse-out-of-reach.ts';

/** What a provider gave: a token in clear, and when it expires. Null: not known. */
export type TokenFacts = { readonly token: string | null; readonly expiresAt: number | null };

/** Of an identity whose provider gave nothing. */
export const noToken: TokenFacts = { token: null, expiresAt: null };

function boundTo({ realm }: Context, identityId: string): string {
  return `identity-token/${realm.id}/${identityId}`;
}

async function load({ ports, realm }: Context, identityId: string): Promise<IdentityToken | null> {
  return await ports.store.loadDocument(realm.id, 'identity-token', identityId);
}

function open(context: Context, kept: IdentityToken | null): TokenFacts {
  if (kept === null) return noToken;
  const { id, sealed, expiresAt } = kept;
  return { token: sealed === null ? null : context.ports.vault.openText(sealed, boundTo(context, id)), expiresAt };
}

function newToken({ ports, realm }: Context, userId: string, id: string): IdentityToken {
  const now = ports.clock();
  return {
    ...{ kind: 'identity-token', realm: realm.id, id, rev: 1, createdAt: now, updatedAt: now, forgetAt: null },
    ...{ userId, organizationId: null, subject: null, sealed: null, expiresAt: null },
  };
}

/** Reads what is kept for an identity of a user; changes nothing. @fails forbidden. */
export async function readIdentityToken(context: Context, userId: string, identityId: string): Promise<TokenFacts> {
  demand(context, 'user.read', userId);
  return open(context, await load(context, identityId));
}

/** The steps that keep this for an identity of a user in the place of what is kept now; to be committed with what says that it is theirs. */
export async function identityTokenSteps(
  context: Context,
  userId: string,
  identityId: string,
  { token, expiresAt }: TokenFacts,
): Promise<readonly DocumentStep[]> {
  const before = await load(context, identityId);
  if (token === null && expiresAt === null) return before === null ? [] : [removing(before)];
  const sealed = token === null ? null : context.ports.vault.sealText(token, boundTo(context, identityId));
  if (before === null) {
    const document = { ...newToken(context, userId, identityId), sealed, expiresAt };
    return [{ op: 'insert', document, keys: [] }];
  }
  const updatedAt = context.ports.clock();
  return [replacing(before, { ...before, rev: before.rev + 1, updatedAt, sealed, expiresAt })];
}

/** The steps that forget the tokens of identities which users have lost. */
export async function lostTokenSteps(
  context: Context,
  updated: readonly { readonly before: User; readonly after: User }[],
): Promise<readonly DocumentStep[]> {
  const lost = updated.flatMap(({ before, after }) => {
    if (before.identities === after.identities) return [];
    return before.identities.filter(({ id }) => !after.identities.some((identity) => identity.id === id));
  });
  const kept = await Promise.all(lost.map(({ id }) => load(context, id)));
  return kept.flatMap((token) => (token === null ? [] : [removing(token)]));
}

/**
 * Changes the token of an identity; the history tells that it changed, and nothing of it. The same again writes nothing.
 * `identityOf` says which identity of the user is meant, or refuses. Answers what is kept now.
 * @fails not-found, forbidden, conflict.
 */
export async function changeIdentityToken(
  context: Context,
  userId: string,
  identityOf: (user: User) => Identity,
  change: (facts: TokenFacts) => TokenFacts,
): Promise<{ readonly identity: Identity; readonly facts: TokenFacts }> {
  return await changeDocuments(context, [userId], async () => {
    const { user } = await findUser(context, { by: 'id', id: userId }, false);
    demand(context, 'user.update', user.id);
    await refuseOutOfReach(context, user);
    const identity = identityOf(user);
    const before = open(context, await load(context, identity.id));
    const facts = change(before);
    const result = { identity, facts };
    if (facts.token === before.token && facts.expiresAt === before.expiresAt) return { result };
    const told = { path: 'secrets.identityToken', before: null, after: 'changed' };
    return {
      result,
      // Whoever takes the identity or the user away meanwhile takes the token along.
      users: [{ op: 'check', id: user.id, rev: user.rev }],
      documents: await identityTokenSteps(context, user.id, identity.id, facts),
      changes: [changeOf(context, user, 'user.updated', [told], context.ports.clock())],
    };
  });
}
