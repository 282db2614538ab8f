// Changing the objects of a realm, with the users they concern, all or nothing.

import { noUser } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import type { Numbering } from '../model/extra.ts';
import type { DocumentStep } from '../ports.ts';
import { relationPrefix } from '../rules/keys.ts';
import {
  type Intent,
  judgeIntent,
  judgeTokenCounts,
  keysOfObject,
  objectKeyChanges,
  type RealmObject,
} from '../rules/realm-objects.ts';
import { askAgain } from './ask-again.ts';
import { changeDocuments, documentChange, removing } from './change-documents.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { walkApiTokens } from './find-realm-objects.ts';
import { inTurn } from './turns.ts';
import { type Along, type UpdateRequest, updateUsers } from './update-users.ts';

export type { Intent, RealmObject } from '../rules/realm-objects.ts';

/** What is to be done; `numbering`: the numbers given out for it, before and after (`before` null: the first). */
export type Plan<Result> = {
  readonly intents: readonly Intent[];
  readonly users: readonly UpdateRequest[];
  readonly numbering: { readonly before: Numbering | null; readonly after: Numbering } | null;
  readonly result: Result;
};

/** The name of the turn that is taken to change objects; for whoever changes some in another way. */
export const realmObjectsTurn = 'realm objects';

function subjectOf(intent: Intent) {
  return intent.op === 'create' ? intent.document : intent.before;
}

function demandFor(context: Context, intents: readonly Intent[]): void {
  for (const intent of intents) {
    const subject = subjectOf(intent);
    if (subject.kind === 'api-token') demand(context, 'api-token.update', subject.userId);
    else demand(context, 'settings.update');
  }
}

const gains = { create: 1, replace: 0, remove: -1 } as const;

/** How many API tokens each of those would have who get some. */
async function tokenCounts(context: Context, intents: readonly Intent[]): Promise<readonly number[]> {
  const gained = new Map<string, number>();
  for (const intent of intents) {
    const subject = subjectOf(intent);
    if (subject.kind !== 'api-token') continue;
    gained.set(subject.userId, (gained.get(subject.userId) ?? 0) + gains[intent.op]);
  }
  const counts: number[] = [];
  for (const [userId, gain] of gained) {
    if (gain > 0) counts.push((await Array.fromAsync(walkApiTokens(context, userId))).length + gain);
  }
  return counts;
}

/** What goes is vacant: whoever was given a role or group just now, by another process, would be left with nothing. */
function vacating({ kind, id }: RealmObject): readonly DocumentStep[] {
  if (kind !== 'group' && kind !== 'user-role') return [];
  return [{ op: 'vacate', relation: { kind: kind === 'group' ? 'group' : 'role', id: relationPrefix(id) } }];
}

function stepsOf(intent: Intent): readonly DocumentStep[] {
  if (intent.op === 'remove') return [removing(intent.before), ...vacating(intent.before)];
  if (intent.op === 'create') {
    return [{ op: 'insert', document: intent.document, keys: keysOfObject(intent.document) }];
  }
  const { before, after } = intent;
  const { add, remove } = objectKeyChanges(before, after);
  return [{ op: 'update', document: after, rev: before.rev, addKeys: add, removeKeys: remove }];
}

function alongOf(context: Context, { intents, numbering }: Plan<unknown>): Along {
  const at = context.ports.clock();
  const numbered: DocumentStep[] =
    numbering === null
      ? []
      : numbering.before === null
        ? [{ op: 'insert', document: numbering.after, keys: [] }]
        : [{ op: 'update', document: numbering.after, rev: numbering.before.rev, addKeys: [], removeKeys: [] }];
  const changes = intents.map((intent) => {
    const { kind } = subjectOf(intent);
    if (intent.op === 'create') {
      return documentChange(context, `${kind}.created`, [null, intent.document], { id: noUser, rev: 1 }, at);
    }
    const { before } = intent;
    const user = { id: noUser, rev: before.rev + 1 };
    if (intent.op === 'remove') return documentChange(context, `${kind}.deleted`, [before, null], user, at);
    return documentChange(context, `${kind}.updated`, [before, intent.after], user, at);
  });
  return { documents: [...intents.flatMap(stepsOf), ...numbered], changes, mails: [] };
}

async function carryOut<Result>(context: Context, plan: Plan<Result>): Promise<Result> {
  demandFor(context, plan.intents);
  refuseAny(plan.intents.flatMap(judgeIntent));
  refuseAny(judgeTokenCounts(await tokenCounts(context, plan.intents)));
  let isLost = false;
  const along = async (): Promise<Along> => {
    // What was faster may be anything that the plan rests on.
    if (isLost) refuse({ code: 'conflict', rev: 0 });
    isLost = true;
    return alongOf(context, plan);
  };
  if (plan.users.length === 0) {
    return await changeDocuments(context, [], async () => ({ ...(await along()), result: plan.result }));
  }
  await updateUsers(context, plan.users, { system: true }, along);
  return plan.result;
}

/**
 * Does what `plan` says of objects and users, all of it in one commit with its history, or nothing. When somebody else was faster, anything
 * the plan rests on having changed, it is planned anew. In one process one such change is made at a time.
 * @fails forbidden, taken (a name), not-eligible (a built-in role), limit-reached (API tokens of a user), conflict, what `updateUsers` refuses,
 * and what `plan` refuses.
 */
export async function changeRealmObjects<Result>(context: Context, plan: () => Promise<Plan<Result>>): Promise<Result> {
  return await inTurn(context.realm.id, [realmObjectsTurn], () =>
    askAgain(async () => await carryOut(context, await plan())),
  );
}
