// Answering a request once, however often it is sent.

import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseJsonAs } from '../../json/parse-json-as.ts';
import type { DocumentKey } from '../model/document.ts';
import { Refused, refuse } from '../model/error.ts';
import type { Receipt } from '../model/receipt.ts';
import type { DocumentStep } from '../ports.ts';
import type { Context } from './context.ts';
import { type Hold, holdCommit, Overtaken } from './hold-commit.ts';
import { inTurn } from './turns.ts';

/** What a caller may name a request: 1 to 255 printable ASCII characters. */
export const requestName = /^[\x20-\x7e]{1,255}$/;

/**
 * A request under the caller's name for it. `content`: all that tells it from another. `isRefusal`: whether what the work threw
 * says no, the core's refusals apart, rather than that something is broken. `tellsSerials`: the answer may tell the serial of
 * a user whom it makes.
 */
export type NamedRequest = {
  readonly name: string;
  readonly content: readonly unknown[];
  readonly isRefusal: (error: unknown) => boolean;
  readonly tellsSerials: boolean;
};

/** An answer as it goes out; `body` null: none. */
export type WrittenAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

/** `replayed`: the work was done for an earlier request. */
export type OneAnswer = WrittenAnswer & { readonly replayed: boolean };

type Work = (context: Context) => Promise<WrittenAnswer>;

/** One request, as its receipt knows it. */
type Matter = {
  readonly context: Context;
  readonly key: DocumentKey;
  readonly digest: string;
  readonly isRefusal: NamedRequest['isRefusal'];
  readonly tellsSerials: boolean;
};

const keptMs = 24 * 60 * 60 * 1000;
/** A request that was taken up longer ago than this, and has no answer, will never have one. */
const workMaxMs = 30_000;
const waitMaxMs = 5_000;
const pollMs = 100;

function sha256(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'hex');
}

function bound({ realm, id }: Pick<Receipt, 'realm' | 'id'>, what: 'digest' | 'answer'): string {
  return `receipt-${what}/${realm}/${id}`;
}

/** A receipt without an answer. Its digest is sealed as well: whoever could read it could guess the passwords in a request. */
function newReceipt({ context, digest }: Matter): Receipt {
  const { ports, realm } = context;
  const now = ports.clock();
  const id = ports.random.uuid(now);
  return {
    ...{ kind: 'receipt', realm: realm.id, id, rev: 1, createdAt: now, updatedAt: now, forgetAt: now + keptMs },
    ...{ userId: null, organizationId: null, subject: null, sealed: null },
    digest: ports.vault.sealText(digest, bound({ realm: realm.id, id }, 'digest')),
  };
}

/** What the request was answered before, once that is known; null: it was not carried out. @fails request-differs, conflict. */
async function recall({ context: { ports, realm }, key, digest }: Matter): Promise<OneAnswer | null> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const receipt = await ports.store.loadDocumentByKey(realm.id, 'receipt', key);
    if (receipt === null) return null;
    if (ports.vault.openText(receipt.digest, bound(receipt, 'digest')) !== digest) refuse({ code: 'request-differs' });
    if (receipt.sealed !== null) {
      const answer = parseJsonAs<WrittenAnswer>(ports.vault.openText(receipt.sealed, bound(receipt, 'answer')));
      return { ...answer, replayed: true };
    }
    const hopeless = ports.clock() - receipt.createdAt >= workMaxMs;
    if (hopeless || waitedMs >= waitMaxMs) refuse({ code: 'conflict', rev: 0 });
    await pause(pollMs);
  }
}

/** Keeps the answer: with the commit that is held, or after what was written. Of work that wrote nothing, nothing is kept. */
async function keep({ context, key }: Matter, hold: Hold, receipt: Receipt, answer: WrittenAnswer): Promise<void> {
  const sealed = context.ports.vault.sealText(JSON.stringify(answer), bound(receipt, 'answer'));
  const insert: DocumentStep = { op: 'insert', document: { ...receipt, sealed }, keys: [key] };
  const written = hold.written();
  if (written === 'held') await hold.release([insert]);
  if (written === 'counters') await hold.add([insert]);
  if (written === 'committed') {
    const document = { ...receipt, rev: receipt.rev + 1, updatedAt: context.ports.clock(), sealed };
    await hold.add([{ op: 'update', document, rev: receipt.rev, addKeys: [], removeKeys: [] }]);
  }
}

/**
 * Lets what was written stand; who was refused may ask again under the same name. Where something is broken, a commit that is held is
 * never made: so nothing is done, and it can be asked again as well.
 */
async function leave(hold: Hold, { kind, id, rev }: Receipt, refused: boolean): Promise<void> {
  if (!refused) return;
  if (hold.written() === 'held') await hold.release([]);
  else if (hold.written() === 'committed') await hold.add([{ op: 'delete', kind, id, rev }]);
}

/** Does the work on a store that keeps the receipt. @throws Overtaken when it must be done anew. */
async function carryOut(matter: Matter, work: Work, mayHold: boolean): Promise<WrittenAnswer> {
  const { context, key, isRefusal } = matter;
  const { ports, realm } = context;
  const receipt = newReceipt(matter);
  const hold = holdCommit(
    ports.store,
    realm.id,
    { op: 'insert', document: receipt, keys: [key] },
    {
      mayHold,
      serials: !matter.tellsSerials,
    },
  );
  const done = await work({ ...context, ports: { ...ports, store: hold.store } }).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  // The work may have taken it for something else.
  const overtaken = hold.overtaken();
  if (overtaken !== null) throw overtaken;
  if ('error' in done) {
    await leave(hold, receipt, isRefusal(done.error));
    throw done.error;
  }
  await keep(matter, hold, receipt, done.answer);
  return done.answer;
}

/** Does the work unless it is done, again where somebody else was faster; then nothing is held back. */
async function answerInTurn(matter: Matter, work: Work): Promise<OneAnswer> {
  let mayHold = true;
  while (true) {
    const known = await recall(matter);
    if (known !== null) return known;
    try {
      return { ...(await carryOut(matter, work, mayHold)), replayed: false };
    } catch (error) {
      if (!(error instanceof Overtaken)) {
        // Refused because another process has done this very thing meanwhile?
        const twin = matter.isRefusal(error) ? await recall(matter) : null;
        if (twin === null) throw error;
        return twin;
      }
      mayHold = false;
    }
  }
}

/**
 * Does the work of a request once: sent again within a day under the same name by the same caller, it is answered as before and
 * nothing is done. The answer is kept in the transaction of what the work writes; where that cannot be (it makes a user,
 * commits twice, or reads after its commit), the transaction notes that the request was taken up, and the answer follows. Work that
 * writes nothing leaves nothing behind, nor does work that is refused; it may begin several times before it is done once.
 * `work` must use the context it is given.
 * @fails request-differs (the name was used for another request), conflict (it was taken up, and its answer is not known),
 * and what the work refuses.
 */
export async function answerOnce(context: Context, request: NamedRequest, work: Work): Promise<OneAnswer> {
  const name = sha256([context.api, context.actor, request.name]);
  const matter: Matter = {
    context,
    key: { kind: 'receipt', key: name },
    digest: sha256(request.content),
    isRefusal: (error) => error instanceof Refused || request.isRefusal(error),
    tellsSerials: request.tellsSerials,
  };
  return await inTurn(context.realm.id, [`receipt ${name}`], () => answerInTurn(matter, work));
}
