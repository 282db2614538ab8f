// The access table: who may do what to whom.

import type { UserPatch } from '../model/patch.ts';
import type { Actor } from '../model/realm.ts';
import type { Rank } from '../model/user-role.ts';

/** Everything somebody may want to do. */
export type Action =
  | 'user.create'
  | 'user.read'
  | 'user.update'
  | 'user.delete'
  | 'user.history'
  | 'user.import'
  | 'secrets.export'
  | 'password.verify'
  | 'password.skip-checks'
  | 'second-factor.enrol'
  | 'second-factor.verify'
  | 'contact.assert'
  | 'session.create'
  | 'session.sign-in'
  | 'session.read'
  | 'session.end'
  | 'session.refresh'
  | 'ticket.create'
  | 'ticket.read'
  | 'user.sign-up'
  | 'organization.read'
  | 'organization.update'
  | 'settings.read'
  | 'settings.update'
  | 'event.read'
  | 'realm.read'
  | 'realm.history'
  | 'username.free'
  | 'api-token.read'
  | 'api-token.update';

/** `named`: to whoever is named, but not to everybody at once. */
type Grant = 'all' | 'named' | 'self' | 'none';

const everything: { readonly [A in Action]: Grant } = {
  'user.create': 'all',
  'user.read': 'all',
  'user.update': 'all',
  'user.delete': 'all',
  'user.history': 'all',
  'user.import': 'all',
  'secrets.export': 'all',
  'password.verify': 'all',
  'password.skip-checks': 'all',
  'second-factor.enrol': 'all',
  'second-factor.verify': 'all',
  'contact.assert': 'all',
  'session.create': 'all',
  'session.sign-in': 'all',
  'session.read': 'all',
  'session.end': 'all',
  'session.refresh': 'all',
  'ticket.create': 'all',
  'ticket.read': 'all',
  'user.sign-up': 'all',
  'organization.read': 'all',
  'organization.update': 'all',
  'settings.read': 'all',
  'settings.update': 'all',
  'event.read': 'all',
  'realm.read': 'all',
  'realm.history': 'all',
  'username.free': 'all',
  'api-token.read': 'all',
  'api-token.update': 'all',
};

const nothing: { readonly [A in Action]: Grant } = {
  'user.create': 'none',
  'user.read': 'none',
  'user.update': 'none',
  'user.delete': 'none',
  'user.history': 'none',
  'user.import': 'none',
  'secrets.export': 'none',
  'password.verify': 'none',
  'password.skip-checks': 'none',
  'second-factor.enrol': 'none',
  'second-factor.verify': 'none',
  'contact.assert': 'none',
  'session.create': 'none',
  'session.sign-in': 'none',
  'session.read': 'none',
  'session.end': 'none',
  'session.refresh': 'none',
  'ticket.create': 'none',
  'ticket.read': 'none',
  'user.sign-up': 'none',
  'organization.read': 'none',
  'organization.update': 'none',
  'settings.read': 'none',
  'settings.update': 'none',
  'event.read': 'none',
  'realm.read': 'none',
  'realm.history': 'none',
  'username.free': 'none',
  'api-token.read': 'none',
  'api-token.update': 'none',
};

const grants: { readonly [Kind in Actor['kind']]: { readonly [A in Action]: Grant } } = {
  'secret-key': { ...everything, 'user.import': 'none', 'secrets.export': 'none' },
  'command-line': everything,
  system: everything,
  'app-key': {
    ...nothing,
    'user.create': 'all',
    'user.read': 'named',
    'user.update': 'named',
    'user.delete': 'named',
    'password.skip-checks': 'all',
    'username.free': 'all',
    'ticket.create': 'all',
  },
  anybody: {
    ...nothing,
    'session.sign-in': 'all',
    'session.refresh': 'all',
    'ticket.create': 'all',
    'user.sign-up': 'all',
  },
  user: {
    ...nothing,
    'user.read': 'self',
    'user.update': 'self',
    'password.verify': 'self',
    'session.read': 'self',
    'session.end': 'self',
    'api-token.read': 'self',
    'api-token.update': 'self',
  },
};

function grantOf(actor: Actor, action: Action): Grant {
  const isAbove = actor.kind === 'user' && actor.rank === 'super-admin';
  return grants[isAbove ? 'secret-key' : actor.kind][action];
}

/** What a signed-in user may change of their own record. */
const ownFields: ReadonlySet<keyof UserPatch> = new Set<keyof UserPatch>([
  'firstName',
  'lastName',
  'name',
  'username',
  'locale',
  'timezone',
  'extras',
  'profileImageId',
  'password',
  'sessions',
]);

/** What an app may change of users: many people carry its key. */
const appFields: ReadonlySet<keyof UserPatch> = new Set<keyof UserPatch>([
  'username',
  'emails',
  'identities',
  'active',
  'confirmation',
  'groups',
  'metadata',
  'extras',
  'password',
  'sessions',
]);

/** True for a rank that reaches beyond oneself: whoever has it is none of an app's users. */
export function reachesOthers(rank: Rank): boolean {
  return rank !== 'user';
}

/** True when the table lets the actor do this; `target` is the id of the user it is done to, where there is one. */
export function may(actor: Actor, action: Action, target: string | null = null): boolean {
  const grant = grantOf(actor, action);
  if (grant === 'self') return actor.kind === 'user' && target === actor.userId;
  return grant === 'all' || (grant === 'named' && target !== null);
}

/** The fields of the patch that the actor may not touch, by name. */
export function forbiddenFields(actor: Actor, touched: readonly (keyof UserPatch)[]): readonly (keyof UserPatch)[] {
  if (actor.kind === 'app-key') return touched.filter((field) => !appFields.has(field));
  if (actor.kind !== 'user' || actor.rank === 'super-admin') return [];
  return touched.filter((field) => !ownFields.has(field));
}
