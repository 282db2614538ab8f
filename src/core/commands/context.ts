// The context: in whose name, in which realm and through which API a command runs.

import { type Refusal, Refused } from '../model/error.ts';
import type { Actor, Realm } from '../model/realm.ts';
import type { Ports } from '../ports.ts';
import { type Action, may } from '../rules/access.ts';
import type { Situation } from '../rules/verdict.ts';

/** What every command needs to know of the call. `api` and `requestId` go into the history. */
export type Context = {
  readonly ports: Ports;
  readonly realm: Realm;
  readonly actor: Actor;
  readonly api: string;
  readonly requestId: string;
};

/** Throws when there is anything to refuse. */
export function refuseAny(refusals: readonly Refusal[]): void {
  const [first, ...rest] = refusals;
  if (first !== undefined) throw new Refused([first, ...rest]);
}

/** Throws `forbidden` unless the access table lets the actor do this. */
export function demand(context: Context, action: Action, target: string | null = null): void {
  if (!may(context.actor, action, target)) throw new Refused([{ code: 'forbidden', action }]);
}

/** What the rules may know of this call, at this moment. */
export function situationOf(context: Context, known: Situation['known']): Situation {
  const now = context.ports.clock();
  return {
    policy: context.realm.policy,
    actor: context.actor,
    now,
    newId: () => context.ports.random.uuid(now),
    known,
  };
}

/** What the vault binds a user's secrets to. */
export function secretsContext(realm: string, userId: string): string {
  return `user/${realm}/${userId}`;
}
