// The change: what one command did, at once history, source of events and ground of undo.

import type { Json } from './json.ts';
import type { Actor } from './realm.ts';

/** One field's before and after, by dotted path. A secret shows as the string `changed`. Absent shows as null. */
export type Difference = { readonly path: string; readonly before: Json; readonly after: Json };

/** Those whose one difference is a whole document, before and after; others tell of values that people choose. */
export const documentChangeTypes = [
  'ticket.created',
  'password.reset',
  'organization.created',
  'organization.updated',
  'organization.deleted',
  'membership.created',
  'membership.updated',
  'membership.deleted',
  'invitation.created',
  'invitation.resent',
  'invitation.accepted',
  'invitation.revoked',
  'role.created',
  'role.updated',
  'role.deleted',
  'group.created',
  'group.updated',
  'group.deleted',
  'user-role.created',
  'user-role.updated',
  'user-role.deleted',
  'api-token.created',
  'api-token.updated',
  'api-token.deleted',
  'extra.created',
  'extra.updated',
  'extra.deleted',
] as const;

/** What kinds of things happen. */
export const changeTypes = [
  'user.created',
  'user.updated',
  'user.deleted',
  'session.created',
  'session.ended',
  'sign-in.succeeded',
  'sign-in.failed',
  ...documentChangeTypes,
  'realm.updated',
  'realm.exported',
] as const;

export type ChangeType = (typeof changeTypes)[number];

/** Stands for the user in a change that is no user's. */
export const noUser = '';

/** A committed change. `seq` rises with time in a realm's history; `rev` is the user's after the change. */
export type Change = {
  readonly seq: number;
  readonly realm: string;
  readonly userId: string;
  readonly rev: number;
  readonly at: number;
  readonly actor: Actor;
  readonly api: string;
  readonly requestId: string;
  readonly type: ChangeType;
  readonly diff: readonly Difference[];
};

/** A change that is not yet committed, so has no `seq`. */
export type NewChange = Omit<Change, 'seq'>;
