// Judging an arrival: the record it would become, or why it cannot be one.

import type { Newcomer, WrittenUser } from '../model/newcomer.ts';
import { set, type UserPatch } from '../model/patch.ts';
import { type KeyKind, noSecrets, type User } from '../model/user.ts';
import type { StoredImage } from '../ports.ts';
import { backdate } from '../rules/backdate.ts';
import { blankUser, decideCreation } from '../rules/creation.ts';
import { linkIdentities } from '../rules/identities.ts';
import { foldKey, keysOf } from '../rules/keys.ts';
import { faultsOfImages, faultsOfWritten, withoutSecrets } from '../rules/written.ts';
import { type Context, refuseAny } from './context.ts';
import { arrivedAs, type Candidate } from './meet-arrival.ts';
import { secretsFor, secretsOf, situationFor } from './prepare-update.ts';

/** Somebody who arrives: translated from another system, or whole from another Muster. */
export type Arrival =
  | { readonly from: 'elsewhere'; readonly newcomer: Newcomer }
  | { readonly from: 'muster'; readonly written: WrittenUser; readonly images: readonly StoredImage[] };

/** Tells the id of a user of ours that an API would take this alias for; null: it is nobody's id. */
export type IdOf = (api: string, alias: string) => string | null;

/**
 * An alias that an API would take for an id must not name somebody else. The one that a newcomer brings becomes their id, so that
 * it answers as before; it need not be an alias then.
 */
function settleAliases(
  aliases: User['aliases'],
  ownId: string | null,
  idOf: IdOf,
): { readonly id: string | null; readonly aliases: User['aliases'] } {
  const entries = Object.entries(aliases).map(([api, alias]) => ({ api, alias, id: idOf(api, alias) }));
  const ids = new Set(entries.flatMap(({ id }) => id ?? []).concat(ownId ?? []));
  const [id = null, ...others] = ids;
  if (others.length > 0) refuseAny([{ code: 'invalid', issues: [{ path: 'aliases', reason: 'value', limit: null }] }]);
  return {
    id,
    aliases: Object.fromEntries(entries.filter((entry) => entry.id === null).map((entry) => [entry.api, entry.alias])),
  };
}

/** The keys that nobody is known by who comes again: their ids are made up here. */
const made: ReadonlySet<KeyKind> = new Set<KeyKind>(['contact', 'role', 'group']);

/** Whoever has no name that is theirs alone is known by an address when they come again, though it is not proven. */
function named(user: User): User {
  if (keysOf(user).some(({ kind }) => !made.has(kind))) return user;
  const address = user.emails[0]?.address ?? user.phones[0]?.number ?? user.wallets[0]?.address;
  return address === undefined ? user : { ...user, aliases: { [arrivedAs]: foldKey('email', address) } };
}

/**
 * Judges an arrival as what it is. Slow for a password in clear. @fails invalid, taken, password-rejected, digest-unsupported,
 * not-eligible, too-many-attempts.
 */
export async function candidateOf(context: Context, arrival: Arrival, idOf: IdOf): Promise<Candidate> {
  const { ports, realm } = context;
  if (arrival.from === 'muster') {
    const { written, images } = arrival;
    const issues = [...faultsOfWritten(written, realm.policy), ...faultsOfImages(written.user, images)];
    if (issues.length > 0) refuseAny([{ code: 'invalid', issues }]);
    settleAliases(written.user.aliases, written.user.id, idOf);
    const secrets = written.secrets ?? noSecrets;
    if (!ports.hasher.isSound(secrets)) refuseAny([{ code: 'digest-unsupported', reason: 'malformed' }]);
    const user = written.secrets === null ? withoutSecrets(written.user) : written.user;
    return { user: { ...user, realm: realm.id }, brought: true, secrets, images };
  }
  const { past } = arrival.newcomer;
  const { aliases } = arrival.newcomer.patch;
  const settled = settleAliases(aliases.op === 'set' ? aliases.value : {}, null, idOf);
  const patch: UserPatch = { ...arrival.newcomer.patch, aliases: set(settled.aliases) };
  const situation = await situationFor(context, null, patch);
  const { createdAt } = patch;
  const since =
    createdAt.op === 'set' && createdAt.value >= 0 ? Math.min(createdAt.value, situation.now) : situation.now;
  const blank = blankUser(realm.id, settled.id ?? ports.random.uuid(since), situation.now);
  const { next, refusals } = decideCreation(blank, patch, { identifier: false, password: true }, situation);
  refuseAny(refusals);
  const secrets = secretsOf(noSecrets, await secretsFor(context, patch), next);
  const user = linkIdentities(backdate(next, past, situation.now));
  return { user: settled.id === null ? named(user) : user, brought: settled.id !== null, secrets, images: [] };
}
