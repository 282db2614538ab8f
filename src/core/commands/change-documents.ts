// Changing documents: decide on what is stored, commit, and decide anew when another writer was faster.

import type { NewChange } from '../model/change.ts';
import type { AnyDocument, DocumentKind } from '../model/document.ts';
import { refuse } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import type { User } from '../model/user.ts';
import type { DocumentStep, Write } from '../ports.ts';
import type { Context } from './context.ts';
import { changeOf } from './prepare-update.ts';
import { inTurn } from './turns.ts';

/** More lost races than this, with another process, and the caller is told of the conflict. */
const attemptsMax = 100;

/** What a command has made up its mind to do. Without steps there is nothing to write. */
export type Decided<Result> = Partial<Pick<Write, 'users' | 'documents' | 'changes' | 'mails' | 'law'>> & {
  readonly result: Result;
};

/**
 * Commits what `decide` says, all of it or nothing, and answers its result. Whoever waits for one of `names` in this process
 * is let in one after the other; a race lost to another process is decided again. @fails conflict, taken, and whatever
 * `decide` refuses.
 */
export async function changeDocuments<Result>(
  context: Context,
  names: readonly string[],
  decide: () => Promise<Decided<Result>>,
): Promise<Result> {
  return await inTurn(context.realm.id, names, async () => {
    for (let count = 0; count < attemptsMax; count++) {
      const { result, users = [], documents = [], changes = [], mails = [], law } = await decide();
      if (documents.length === 0 && law === undefined) return result;
      const parts = { users, images: [], sessions: [], documents, changes, mails };
      const write: Write = { realm: context.realm.id, ...parts, ...(law !== undefined && { law }) };
      const outcome = await context.ports.store.commit(write);
      if (outcome.ok) return result;
      if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
    }
    return refuse({ code: 'conflict', rev: 0 });
  });
}

/** What a history calls the documents of each kind that it tells of. */
const plurals = {
  organization: 'organizations',
  membership: 'memberships',
  invitation: 'invitations',
  role: 'roles',
  group: 'groups',
  'user-role': 'userRoles',
  'api-token': 'apiTokens',
  extra: 'extras',
} as const satisfies { readonly [Kind in DocumentKind]?: string };

/** The kinds of documents that the history tells of. */
export type Told = Extract<AnyDocument, { kind: keyof typeof plurals }>;

/** A document as the history shows it: whole, but for what is secret. */
function shown(document: Told | null): JsonObject | null {
  if (document === null) return null;
  const { sealed, ...rest } = document;
  return rest.kind === 'api-token' ? { ...rest, digest: rest.digest === null ? null : 'kept' } : rest;
}

/** The change that tells of a document before and after; null: there was none, or is none any more. */
export function documentChange(
  context: Context,
  type: NewChange['type'],
  [before, after]: readonly [Told, Told | null] | readonly [null, Told],
  user: Pick<User, 'id' | 'rev'>,
  at: number,
): NewChange {
  const { kind, id } = before ?? after;
  const diff = [{ path: `${plurals[kind]}.${id}`, before: shown(before), after: shown(after) }];
  return changeOf(context, user, type, diff, at);
}

/** The step that puts the next state of a document in the place of the one that was loaded. */
export function replacing(document: AnyDocument, next: AnyDocument): Extract<DocumentStep, { op: 'update' }> {
  return { op: 'update', document: next, rev: document.rev, addKeys: [], removeKeys: [] };
}

/** The step that removes a document as it was loaded. */
export function removing({ kind, id, rev }: AnyDocument): DocumentStep {
  return { op: 'delete', kind, id, rev };
}

/** The step that holds a document as it was loaded until the commit. */
export function checking({ kind, id, rev }: AnyDocument): DocumentStep {
  return { op: 'check', kind, id, rev };
}
