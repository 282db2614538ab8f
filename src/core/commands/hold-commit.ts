// Holding a commit back until it is known what else must be committed with it.

import type { DocumentStep, Outcome, Store, Write } from '../ports.ts';

/**
 * What a piece of work has written: `nothing`; `counters` (something, but no commit); `held` (a commit that is yet to be made);
 * `committed` (a commit, and the note with it).
 */
export type Written = 'nothing' | 'counters' | 'held' | 'committed';

/**
 * Somebody else was faster, so that what the work was told is not true, and what it says now counts for nothing: another
 * writer, or another who does the same work.
 */
export class Overtaken extends Error {}

/** A store for one piece of work, and what becomes of its commit. `overtaken` stays once it has happened. */
export type Hold = {
  readonly store: Store;
  readonly written: () => Written;
  readonly overtaken: () => Overtaken | null;
  /** Makes the commit that is held, and these steps with it. @throws Overtaken */
  readonly release: (steps: readonly DocumentStep[]) => Promise<void>;
  /** Commits these steps alone. @throws Overtaken */
  readonly add: (steps: readonly DocumentStep[]) => Promise<Outcome>;
};

type Method<Given extends unknown[], Found> = (...given: Given) => Promise<Found>;
/** Stands before a method of the store. */
type Gate = <Given extends unknown[], Found>(method: Method<Given, Found>) => Method<Given, Found>;

/** The store with a gate before each method: `read` before those that change nothing, `count` before the others. */
function gated(kept: Store, commit: Store['commit'], read: Gate, count: Gate): Store {
  return {
    commit,
    loadRealm: read(kept.loadRealm),
    listRealms: read(kept.listRealms),
    foundRealm: count(kept.foundRealm),
    loadApiKey: read(kept.loadApiKey),
    listApiKeys: read(kept.listApiKeys),
    insertApiKey: count(kept.insertApiKey),
    loadSigningKeys: read(kept.loadSigningKeys),
    loadUser: read(kept.loadUser),
    holdersOf: read(kept.holdersOf),
    findUsers: read(kept.findUsers),
    async *readEverybody(realm) {
      await read(async () => {})();
      yield* kept.readEverybody(realm);
    },
    countUsers: read(kept.countUsers),
    recordActivity: count(kept.recordActivity),
    replaceSecrets: count(kept.replaceSecrets),
    countFailure: count(kept.countFailure),
    forgetFailures: count(kept.forgetFailures),
    readGuesses: read(kept.readGuesses),
    takeTotpStep: count(kept.takeTotpStep),
    readHistory: read(kept.readHistory),
    loadDocument: read(kept.loadDocument),
    loadDocumentByKey: read(kept.loadDocumentByKey),
    findDocuments: read(kept.findDocuments),
    sweepDocuments: count(kept.sweepDocuments),
    readChanges: read(kept.readChanges),
    loadSession: read(kept.loadSession),
    loadSignedIn: read(kept.loadSignedIn),
    findSessions: read(kept.findSessions),
    countSessions: read(kept.countSessions),
    countDays: read(kept.countDays),
    insertImage: count(kept.insertImage),
    loadImage: read(kept.loadImage),
    hasImage: read(kept.hasImage),
    takeMails: count(kept.takeMails),
    finishMail: count(kept.finishMail),
    postponeMail: count(kept.postponeMail),
    ping: read(kept.ping),
    close: read(kept.close),
  };
}

/** Nobody knows a new user's serial before the commit. */
function makesSerials({ users }: Write): boolean {
  return users.some(({ op }) => op === 'insert');
}

/** `mayHold`: a commit may be held back at all; `serials`: one that makes users, too, as no answer tells their serials. */
export type HoldWish = { readonly mayHold: boolean; readonly serials: boolean };

/**
 * Makes a store whose first commit is answered before it is made, so that steps can still be added to it. It is made at
 * `release`, or as soon as the work asks the store for anything else, then together with `note`; a commit that cannot be held back (it
 * makes users whose serials are told, or other things were written before, or `mayHold` says no) is made at once, with `note` too.
 */
export function holdCommit(kept: Store, realm: string, note: DocumentStep, wish: HoldWish): Hold {
  let held: Write | null = null;
  let released: Promise<void> | null = null;
  let overtaken: Overtaken | null = null;
  let written: Written = 'nothing';

  const overtake = (): never => {
    overtaken = new Overtaken('overtaken by another writer');
    throw overtaken;
  };
  const make = async (write: Write, steps: readonly DocumentStep[]): Promise<Outcome> => {
    const outcome = await kept.commit({ ...write, documents: [...write.documents, ...steps] });
    if (outcome.ok) written = 'committed';
    else if (outcome.reason === 'taken' && outcome.kind === 'receipt') overtake();
    return outcome;
  };
  const makeHeld = async (write: Write, steps: readonly DocumentStep[]): Promise<void> => {
    held = null;
    const outcome = await make(write, steps);
    if (!outcome.ok) overtake();
  };
  const release = async (steps: readonly DocumentStep[]): Promise<void> => {
    if (held !== null) released = makeHeld(held, steps);
    await released;
  };
  const read: Gate =
    (method) =>
    async (...given) => {
      await release([note]);
      return await method(...given);
    };
  const count: Gate =
    (method) =>
    async (...given) => {
      await release([note]);
      if (written === 'nothing') written = 'counters';
      return await method(...given);
    };
  const commit = async (write: Write): Promise<Outcome> => {
    if (wish.mayHold && written === 'nothing' && (wish.serials || !makesSerials(write))) {
      held = write;
      written = 'held';
      return { ok: true, serials: [] };
    }
    await release([note]);
    return await (written === 'committed' ? kept.commit(write) : make(write, [note]));
  };
  const add = async (documents: readonly DocumentStep[]): Promise<Outcome> =>
    await make({ realm, users: [], images: [], sessions: [], documents: [], changes: [], mails: [] }, documents);
  return { store: gated(kept, commit, read, count), written: () => written, overtaken: () => overtaken, release, add };
}
