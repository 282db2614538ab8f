// Seeing users: whom a caller may know of, found by what is known of them.

import { findColleagues, walkMembers, walkUsers } from '../../../core/commands/walk-users.ts';
import { everybody, type Relation, type UserFilter } from '../../../core/model/query.ts';
import type { User } from '../../../core/model/user.ts';
import { type Call, isSuper } from '../method.ts';
import { writeUserId } from '../wire/ids.ts';
import { findKnown } from './find-known.ts';

/** By what users are to be found; whoever is found may still have to be looked at more closely. */
export type Trace =
  | { readonly by: 'userid'; readonly userids: ReadonlySet<string> }
  | { readonly by: 'username'; readonly usernames: ReadonlySet<string> }
  | { readonly by: 'relation'; readonly relations: readonly Relation[] }
  | { readonly by: 'nothing' };

const anybody: UserFilter = { ...everybody, system: true };

/** Loads that begin at the same moment share a journey to the store. */
const loadsAtOnce = 100;

function serialsIn(texts: Iterable<string>, form: RegExp): readonly number[] {
  return [...texts].map((text) => Number(form.exec(text)?.[1])).filter(Number.isSafeInteger);
}

async function* walkSerials(call: Call, serials: readonly number[]): AsyncGenerator<User> {
  const sorted = serials.toSorted((left, right) => left - right);
  for (let start = 0; start < sorted.length; start += loadsAtOnce) {
    const loads = sorted.slice(start, start + loadsAtOnce).map((serial) => findKnown(call, String(serial)));
    for (const user of await Promise.all(loads)) if (user !== null) yield user;
  }
}

/** One after the other, each user once, by serial. */
async function* merge(walks: readonly AsyncGenerator<User>[]): AsyncGenerator<User> {
  const found = new Map<number, User>();
  for (const walk of walks) for await (const user of walk) found.set(user.serial, user);
  yield* [...found.values()].toSorted((left, right) => left.serial - right.serial);
}

/** Usernames are keys; whoever has none goes by an address, or by the serial. */
function walkUsernames(call: Call, usernames: ReadonlySet<string>): AsyncGenerator<User> {
  const walkKeys = (kind: 'username' | 'email', include: readonly string[]) =>
    walkUsers(call.context, { ...anybody, keys: [{ kind, include, exclude: [] }] });
  const names = walkKeys('username', [...usernames]);
  const addresses = [...usernames].filter((name) => name.includes('@'));
  const serials = serialsIn(usernames, /^user-([1-9]\d*)$/);
  return merge([names, ...(addresses.length > 0 ? [walkKeys('email', addresses)] : []), walkSerials(call, serials)]);
}

function walkTrace(call: Call, trace: Trace): AsyncGenerator<User> {
  if (trace.by === 'userid') return walkSerials(call, serialsIn(trace.userids, /^(\d+)$/));
  if (trace.by === 'username') return walkUsernames(call, trace.usernames);
  if (trace.by === 'nothing') return walkUsers(call.context, anybody);
  const walks = trace.relations.map((relation) => walkMembers(call.context, relation));
  const [only] = walks;
  return only !== undefined && walks.length === 1 ? only : merge(walks);
}

/** The caller, who is seen in a group only; nobody otherwise. */
export function seeOneself({ caller }: Call): readonly User[] {
  return caller.groups.length > 0 ? [caller.user] : [];
}

/** Those who are in a group with the caller, by serial; the caller among them, if in any. Labels that are no groups make no colleagues. */
export async function seeColleagues({ context, caller }: Call): Promise<readonly User[]> {
  const own = new Set(caller.groups.map(({ id }) => id));
  if (own.size === 0) return [];
  const found = await findColleagues(context, caller.user.id);
  return found.filter(({ groups }) => groups.some((id) => own.has(id)));
}

function leadsToOneself({ caller }: Call, trace: Trace): boolean {
  return trace.by === 'userid' && [...trace.userids].every((id) => id === writeUserId(caller.user));
}

/** The users that the caller sees and the trace leads to, by serial; to all but super administrators all colleagues may come. */
export async function* seeUsers(call: Call, trace: Trace): AsyncGenerator<User> {
  if (isSuper(call)) yield* walkTrace(call, trace);
  else yield* leadsToOneself(call, trace) ? seeOneself(call) : await seeColleagues(call);
}

/** Those of the users with these ids whom the caller sees, by serial. */
export async function seeByUserid(call: Call, userids: ReadonlySet<string>): Promise<readonly User[]> {
  const users = await Array.fromAsync(seeUsers(call, { by: 'userid', userids }));
  return users.filter((user) => userids.has(writeUserId(user)));
}
