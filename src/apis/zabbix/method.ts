// The method: one thing that can be called, and what it gets to know of its call.

import type { Context } from '../../core/commands/context.ts';
import type { RealmObjects } from '../../core/commands/find-realm-objects.ts';
import type { ApiToken } from '../../core/model/api-token.ts';
import type { Group } from '../../core/model/group.ts';
import type { Realm } from '../../core/model/realm.ts';
import type { Session } from '../../core/model/session.ts';
import type { User } from '../../core/model/user.ts';
import type { Rank, UserRole } from '../../core/model/user-role.ts';
import type { Host } from '../api.ts';

/** What is known of any call. `spelling`: the method as the caller wrote it. */
export type OpenCall = {
  readonly host: Host;
  readonly realm: Realm;
  readonly requestId: string;
  readonly spelling: string;
  readonly address: string;
  readonly userAgent: string | null;
  /** Groups, roles and the objects of this API, as they were at most a second ago: good to look at, not to decide a change by. */
  readonly objects: RealmObjects;
};

/** Who calls: by a session (with the text that opened it) or by an API token. `role` null: none, which counts as the rank of a user. */
export type Caller = {
  readonly user: User;
  readonly role: UserRole | null;
  readonly rank: Rank;
  readonly groups: readonly Group[];
  readonly by:
    | { readonly kind: 'session'; readonly session: Session; readonly secret: string }
    | { readonly kind: 'token'; readonly token: ApiToken };
};

/** A call by somebody who is known; commands run in their name by `context`. */
export type Call = OpenCall & { readonly context: Context; readonly caller: Caller };

/**
 * A method. `access`: whom it is for, anybody or callers of that rank at least. `run` reads `params` (an object or array, nothing of it
 * checked), does the thing and answers what is told; it throws Fault (or lets a refusal of the core pass) when nothing was done.
 */
export type Method =
  | { readonly access: 'anybody'; readonly run: (call: OpenCall, params: object) => Promise<unknown> }
  | { readonly access: Rank; readonly run: (call: Call, params: object) => Promise<unknown> };

/** True for callers who may do everything. */
export function isSuper({ caller }: Pick<Call, 'caller'>): boolean {
  return caller.rank === 'super-admin';
}
