// Finding the realm a scope leads to, or opening one where games may.

import { changePolicy } from '../../../core/commands/change-policy.ts';
import { changeRealmObjects } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { openNumbers } from '../../../core/commands/take-numbers.ts';
import { inTurn } from '../../../core/commands/turns.ts';
import type { Realm } from '../../../core/model/realm.ts';
import type { Host } from '../../api.ts';
import { fail } from '../fault.ts';
import { apiName } from '../wire/ids.ts';
import { newScope } from './new-scope.ts';
import { isScope, openSettings, type Scope, scopeOf } from './scope.ts';

/** Games may open so many; an operator may add more. */
const openedMax = 100;
const nameMax = 100;

/** True for what a scope may be called. */
export function isScopeName(name: string): boolean {
  return (
    name !== '' &&
    [...name].length <= nameMax &&
    name.isWellFormed() &&
    !/[\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(name)
  );
}

/**
 * Adds a scope to the home realm's list and answers it, or the one of that name that is there. The first leads to the home realm, each other
 * to a realm of its own. Throws Fault 1004.
 */
async function openScope(home: Context, name: string): Promise<Scope> {
  return await changeRealmObjects(home, async () => {
    const scopes = (await readRealmObjects(home)).extras.filter(isScope);
    const there = scopes.find((scope) => scope.name === name);
    if (there !== undefined) return { intents: [], users: [], numbering: null, result: scopeOf(there) };
    if (scopes.length >= openedMax) fail(1004, `There are ${openedMax} scopes already; an operator may add more.`);
    const numbers = await openNumbers(home);
    const realmFor = (number: number) => (number === 1 ? home.realm.id : null);
    const { scope, document } = newScope(home, numbers, { name, settings: openSettings, realmFor });
    return { intents: [{ op: 'create', document }], users: [], numbering: numbers.taken(), result: scope };
  });
}

/** The context of the realm that lists scopes, in Muster's own name. */
export async function homeOf(host: Host, requestId: string): Promise<Context> {
  const realm = await host.publicRealm();
  return { ports: host.ports, realm, actor: { kind: 'system' }, api: apiName, requestId };
}

/** The scope of those who name none: a realm as it is. */
export function unnamedScope({ name, id }: Realm): Scope {
  return { ...openSettings, name, realm: id };
}

/** The scope of this name, as it was within the last seconds; null: it is not in the list. */
export async function listedScope(host: Host, home: Context, name: string): Promise<Scope | null> {
  const { extras } = await host.realmObjects.of(home.realm.id);
  const known = extras.find((extra) => isScope(extra) && extra.name === name);
  return known === undefined ? null : scopeOf(known);
}

/** Refuses a name that no scope has. */
export function noScope(name: string): never {
  return fail(1004, `There is no scope "${name.slice(0, nameMax)}"; an operator may add it.`);
}

/**
 * What a game gets that names none: the oldest scope that leads to the home realm, so that what is closed there has no back door. Where all
 * scopes lead elsewhere, the users of the home realm are none of any game's.
 */
async function scopeOfNoName(host: Host, home: Context): Promise<Scope> {
  const { extras } = await host.realmObjects.of(home.realm.id);
  const scopes = extras.filter(isScope).toSorted((left, right) => Number(left.number) - Number(right.number));
  const first = scopes.map(scopeOf).find(({ realm }) => realm === home.realm.id);
  if (first !== undefined) return first;
  if (host.opensScopes && scopes.length === 0) return unnamedScope(home.realm);
  return fail(1004, 'The game names no scope, and there is none for it.');
}

async function scopeNamed(host: Host, home: Context, name: string): Promise<Scope> {
  if (name === '') return await scopeOfNoName(host, home);
  const known = await listedScope(host, home, name);
  if (known !== null) return known;
  if (!isScopeName(name)) return fail(801, 'The scope must have 1 to 100 visible characters.');
  if (host.opensScopes) return await openScope(home, name);
  return noScope(name);
}

/** Where realms are found, and founded. */
export type RealmSource = Pick<Host, 'realms' | 'foundRealm'>;

function isReady({ policy }: Realm): boolean {
  return policy.password.clientHash === 'md5';
}

async function readyRealm({ realms }: RealmSource, id: string): Promise<Realm | null> {
  const known = await realms.of(id);
  return known !== null && isReady(known) ? known : null;
}

/** The realm, which keeps from now on what a game needs to check a password. */
async function readied(home: Context, realm: Realm): Promise<Realm> {
  if (isReady(realm)) return realm;
  const context = { ...home, realm };
  return await changePolicy(context, (policy) => ({ ...policy, password: { ...policy.password, clientHash: 'md5' } }));
}

/** The realm that a scope leads to, founded where nobody has come yet. Its law comes last: one that lacks it may be half furnished. */
export async function realmOf(host: RealmSource, home: Context, { name, realm: id }: Scope): Promise<Realm> {
  const known = await readyRealm(host, id);
  if (known !== null) return known;
  // Founding makes keys, which takes long: once, however many come at the same moment.
  return await inTurn(id, ['founding'], async () => {
    return (await readyRealm(host, id)) ?? (await readied(home, await host.foundRealm(id, name)));
  });
}

/**
 * The scope of this name and its realm; `home` is the context, in Muster's own name, of the realm that lists scopes. A scope that is not listed is
 * opened where the operator lets games do so. Throws Fault 801 and 1004.
 */
export async function findScope(
  host: Host,
  home: Context,
  name: string,
): Promise<{ readonly scope: Scope; readonly realm: Realm }> {
  const scope = await scopeNamed(host, home, name);
  return { scope, realm: await realmOf(host, home, scope) };
}
