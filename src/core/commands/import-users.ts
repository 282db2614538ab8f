// Importing users from another directory, many at a time.

import type { Change } from '../model/change.ts';
import { type Refusal, Refused, refuse } from '../model/error.ts';
import type { User } from '../model/user.ts';
import type { StoredUser, UserStep } from '../ports.ts';
import { differenceOf } from '../rules/difference.ts';
import { keysOf } from '../rules/keys.ts';
import { searchTextOf } from '../rules/search-text.ts';
import { type Context, demand, secretsContext } from './context.ts';
import { sealNew } from './create-users.ts';
import { deletion, noSteps } from './delete-user.ts';
import { type Arrival, candidateOf, type IdOf } from './judge-arrival.ts';
import { type Candidate, type Holder, hasCome, holdersOf, namesOf } from './meet-arrival.ts';
import { bringImages, mergeNewcomer, mergeWritten } from './merge-arrival.ts';
import { changeOf } from './prepare-update.ts';

/** What to do with somebody whose username, address or another unique key is here already. */
export type OnConflict = 'skip' | 'update' | 'fail';

/**
 * How it went. `present`: they came with an earlier import, or are as they would be; `skipped` and `conflict`: somebody here
 * holds `field`, and was left alone.
 */
export type Arrived =
  | { readonly is: 'created' | 'updated' | 'present'; readonly userId: string }
  | { readonly is: 'skipped' | 'conflict'; readonly userId: string; readonly field: string }
  | { readonly is: 'refused'; readonly refusals: readonly Refusal[] };

/** Remembers keys, for telling what an import would do without doing it. */
export type Memory = { has(key: string): boolean; add(key: string): void };

export type ImportOptions = {
  readonly onConflict: OnConflict;
  /** Write nothing, and remember here who would be in; null: do it. */
  readonly dryRun: Memory | null;
  readonly idOf: IdOf;
};

/** Keeps those who come together from overtaking those before them: `come` resolves when they may go on, `pass` lets the next. */
export type Turn = { readonly come: Promise<void>; readonly pass: () => void };

type Rejected = Extract<Arrived, { is: 'refused' }>;
type Judged = Candidate | Rejected;

/** Adds the candidate; false when somebody is in the way. A serial that is taken gives way to the next free one. */
async function insert(context: Context, candidate: Candidate, replaced: User | null): Promise<boolean> {
  const { ports, realm } = context;
  const { user, secrets, images } = candidate;
  const step = (serial: number): UserStep => ({
    op: 'insert',
    user: { ...user, serial },
    secrets: sealNew(context, user.id, secrets),
    keys: keysOf(user),
    search: searchTextOf(user),
  });
  const removal = replaced === null ? noSteps : deletion(context, replaced);
  const commit = (serial: number) =>
    ports.store.commit({
      realm: realm.id,
      users: [...removal.users, step(serial)],
      images: removal.images,
      sessions: removal.sessions,
      documents: [],
      changes: [...removal.changes, changeOf(context, user, 'user.created', differenceOf(null, user), ports.clock())],
      mails: [],
    });
  let outcome = await commit(user.serial);
  if (!outcome.ok && outcome.reason === 'conflict' && outcome.rev === 0) outcome = await commit(0);
  if (!outcome.ok) return false;
  await bringImages(context, user, images);
  return true;
}

/** Brings the images of somebody who came with an import that was killed before they did; not once the user was changed. */
async function completeImages(context: Context, { user, images }: Candidate): Promise<void> {
  if (images.length === 0) return;
  const stored = await context.ports.store.loadUser(context.realm.id, { by: 'id', id: user.id });
  if (stored?.user.rev === user.rev) await bringImages(context, user, images);
}

/** True while nothing has changed the user but a boot, which sees once to what every API expects. */
async function isAsBooted({ ports, realm }: Context, { id, rev }: User): Promise<boolean> {
  if (rev !== 2) return rev === 1;
  let before: number | null = null;
  while (true) {
    const page: readonly Change[] = await ports.store.readHistory(realm.id, id, before, 100);
    const last = page.find(({ type }) => type === 'user.updated');
    if (last !== undefined) return last.api === 'boot';
    const oldest = page.at(-1);
    if (oldest === undefined) return false;
    before = oldest.seq;
  }
}

/** A built-in account that nobody has used yet makes room for the one that moves in. */
async function untouchedBuiltIn(
  context: Context,
  candidate: Candidate,
  holders: readonly Holder[],
): Promise<StoredUser | null> {
  const [userId, ...others] = new Set(holders.map((holder) => holder.userId));
  if (userId === undefined || others.length > 0 || !candidate.user.system || candidate.user.id === userId) return null;
  const stored = await context.ports.store.loadUser(context.realm.id, { by: 'id', id: userId });
  const user = stored?.user;
  const isSame = user?.system === true && user.serial === candidate.user.serial && user.role === candidate.user.role;
  return isSame && user.activity.signInCount === 0 && (await isAsBooted(context, user)) ? stored : null;
}

/** Puts the candidate in the place of a built-in account, whose credentials stay where the file has none: nobody is locked out. */
async function replace(context: Context, arrival: Arrival, candidate: Candidate, old: StoredUser): Promise<boolean> {
  const { ports, realm } = context;
  if (arrival.from !== 'muster' || arrival.written.secrets !== null) return await insert(context, candidate, old.user);
  const secrets = ports.vault.open(old.secrets, secretsContext(realm.id, old.user.id));
  const user = { ...candidate.user, credentials: old.user.credentials };
  return await insert(context, { ...candidate, user, secrets }, old.user);
}

async function settle(
  context: Context,
  arrival: Arrival,
  candidate: Candidate,
  holders: readonly Holder[],
  { onConflict, dryRun }: ImportOptions,
): Promise<Arrived> {
  const [first] = holders;
  if (first === undefined) return refuse({ code: 'not-eligible', field: 'user', why: 'system' });
  const { userId, field } = first;
  const other = holders.find((holder) => holder.userId !== userId);
  const builtIn = await untouchedBuiltIn(context, candidate, holders);
  if (builtIn !== null) {
    const done = dryRun !== null || (await replace(context, arrival, candidate, builtIn));
    return done ? { is: 'created', userId: candidate.user.id } : { is: 'conflict', userId, field };
  }
  if (onConflict !== 'update') {
    if (hasCome(holders)) {
      if (dryRun === null) await completeImages(context, candidate);
      return { is: 'present', userId };
    }
    return { is: onConflict === 'skip' ? 'skipped' : 'conflict', userId, field };
  }
  if (other !== undefined) return { is: 'conflict', ...other };
  const merge =
    arrival.from === 'elsewhere'
      ? mergeNewcomer(context, userId, arrival.newcomer.patch, dryRun !== null)
      : mergeWritten(context, userId, candidate, dryRun !== null);
  return { is: (await merge) ? 'updated' : 'present', userId };
}

/** What will become of somebody whom a line before in the same file has brought already; `again`: the very same line. */
function foreseen(before: readonly Holder[], onConflict: OnConflict, again: boolean): Arrived {
  const { userId, field } = before[0] ?? { userId: '', field: '' };
  if (onConflict === 'update') return { is: again ? 'present' : 'updated', userId };
  if (hasCome(before)) return { is: 'present', userId };
  return { is: onConflict === 'skip' ? 'skipped' : 'conflict', userId, field };
}

async function arrive(
  context: Context,
  arrival: Arrival,
  candidate: Candidate,
  holders: readonly Holder[],
  options: ImportOptions,
): Promise<Arrived> {
  const { onConflict, dryRun } = options;
  const row = dryRun === null || onConflict !== 'update' ? null : `row ${JSON.stringify(arrival)}`;
  const again = row !== null && dryRun?.has(row) === true;
  if (row !== null) dryRun?.add(row);
  // A built-in account can only come in the place of another.
  if (holders.length > 0 || candidate.user.system) {
    const settled = await settle(context, arrival, candidate, holders, options);
    return again && settled.is === 'updated' ? { is: 'present', userId: settled.userId } : settled;
  }
  const { id } = candidate.user;
  if (dryRun !== null) {
    const names = namesOf(candidate);
    const before = names.flatMap(({ field, name }) => (dryRun.has(name) ? [{ userId: id, field }] : []));
    if (before.length === 0 || onConflict === 'update') for (const { name } of names) dryRun.add(name);
    return before.length === 0 ? { is: 'created', userId: id } : foreseen(before, onConflict, again);
  }
  if (await insert(context, candidate, null)) return { is: 'created', userId: id };
  // Somebody was faster, perhaps a line before in the same file.
  const [found = []] = await holdersOf(context, [candidate]);
  if (found.length > 0) return await settle(context, arrival, candidate, found, options);
  throw new Error(`the import of a user was refused, though nobody is in the way: ${id}`);
}

/** Turns a refusal into an answer, so that one bad row does not stop the others. */
async function answering<Answer>(work: () => Promise<Answer>): Promise<Answer | Rejected> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return { is: 'refused', refusals: error.refusals };
    throw error;
  }
}

/** The first who meets somebody, be it somebody who comes before them in `judged`; -1: nobody does. */
async function firstConflict(
  context: Context,
  judged: readonly Judged[],
  holders: ReadonlyMap<Judged, readonly Holder[]>,
): Promise<number> {
  const coming = new Map<string, string>();
  for (const [index, one] of judged.entries()) {
    if (!('user' in one)) continue;
    const names = namesOf(one);
    const here = holders.get(one) ?? [];
    const before = names.flatMap(({ field, name }) => {
      const userId = coming.get(name);
      return userId === undefined ? [] : [{ userId, field }];
    });
    const found = here.length > 0 ? here : before;
    if (found.length === 0) for (const { name } of names) coming.set(name, one.user.id);
    else if (!hasCome(found) && (await untouchedBuiltIn(context, one, here)) === null) return index;
  }
  return -1;
}

/**
 * Takes people in, each alone, in the order given where they claim the same names. A newcomer is judged like any new user
 * and dated back; a written user must be sound and stays as they were, id, serial, revision and secrets included. Who came
 * with an earlier import (same id, or same alias) is `present`, so an import can be run again. `update` lets the file change
 * who is here, but never a password or second factor that is; `fail` does nothing after the first conflict, and answers no
 * more. A built-in account is only replaced while nobody has used it. They are judged at once, and looked for and written
 * when the `turn` has come. @fails forbidden.
 */
export async function importUsers(
  context: Context,
  arrivals: readonly Arrival[],
  options: ImportOptions,
  turn: Turn = { come: Promise.resolve(), pass: () => {} },
): Promise<readonly Arrived[]> {
  demand(context, 'user.import');
  const { onConflict, dryRun } = options;
  const judged = await Promise.all(
    arrivals.map((arrival) => answering(() => candidateOf(context, arrival, options.idOf))),
  );
  await turn.come;
  const candidates = judged.filter((one) => 'user' in one);
  const found = await holdersOf(context, candidates);
  const holders = new Map<Judged, readonly Holder[]>(candidates.map((one, index) => [one, found[index] ?? []]));
  const stop = onConflict === 'fail' ? await firstConflict(context, judged, holders) : -1;
  const arriving = Promise.all(
    arrivals.slice(0, stop < 0 ? arrivals.length : stop + 1).map(async (arrival, index): Promise<Arrived> => {
      const one = judged[index];
      if (one === undefined || !('user' in one)) return one ?? { is: 'refused', refusals: [] };
      return await answering(() => arrive(context, arrival, one, holders.get(one) ?? [], options));
    }),
  );
  // All that is new is on its way to the store by now, which takes it in this order.
  turn.pass();
  const arrived = await arriving;
  // What would come only after a conflict with an earlier batch is known now, and was not done.
  const end = onConflict === 'fail' && dryRun !== null ? arrived.findIndex(({ is }) => is === 'conflict') : -1;
  return end < 0 ? arrived : arrived.slice(0, end + 1);
}
