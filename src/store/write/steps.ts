// A write as steps: which statements, with which values, in which order.

import type { NewChange } from '../../core/model/change.ts';
import type { DocumentKey } from '../../core/model/document.ts';
import type { Counter, User, UserKey } from '../../core/model/user.ts';
import type { DocumentStep, ImageStep, MailOrder, SearchText, SessionStep, UserStep, Write } from '../../core/ports.ts';
import type { Cell } from '../cells.ts';
import type { Miss, Step } from '../engine.ts';
import { documentCells } from '../rows/document.ts';
import { sessionCells } from '../rows/others.ts';
import { recordOf, relationEnd } from '../rows/user.ts';
import type { StatementName } from '../statements.ts';

type UpdateStep = Extract<UserStep, { op: 'update' }>;
type InsertStep = Extract<UserStep, { op: 'insert' }>;
type EndStep = Extract<SessionStep, { op: 'end' }>;

/** A step that cannot miss. */
export function plainStep(name: StatementName, values: readonly Cell[]): Step {
  return { name, values, miss: null, answers: false };
}

/** A step without which the write fails. */
export function neededStep(name: StatementName, values: readonly Cell[], miss: Miss, answers = false): Step {
  return { name, values, miss, answers };
}

function idOf(step: UserStep): string {
  return step.op === 'insert' || step.op === 'update' ? step.user.id : step.id;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The values of `change.insert`. */
export function changeCells(change: NewChange): readonly Cell[] {
  const { realm, userId, rev, at, type, api, requestId, actor, diff } = change;
  return [realm, userId, rev, at, type, api, requestId, JSON.stringify(actor), JSON.stringify(diff)];
}

/** 1 while the user is banned. */
export function bannedCell(user: User): number {
  return user.bannedAt === null ? 0 : 1;
}

function searchSteps(realm: string, id: string, { sort, text }: SearchText): readonly Step[] {
  const texts = [text.username, text.email, text.phone, text.wallet];
  const sorts = [sort.username, sort.email, sort.phone, sort.wallet];
  return [
    plainStep('searchText.write', [realm, id, ...texts]),
    plainStep('search.write', [realm, id, ...sorts, ...texts]),
    plainStep('nameText.write', [realm, id, text.name]),
    plainStep('name.write', [realm, id, sort.firstName, sort.lastName, text.name]),
  ];
}

function insertSteps(realm: string, step: InsertStep): readonly Step[] {
  const { user, secrets } = step;
  const { activity } = user;
  const builtIn = user.system ? 1 : 0;
  const values = [
    ...[realm, user.id, user.rev, user.createdAt, user.updatedAt, builtIn, bannedCell(user)],
    ...[
      activity.lastSignInAt,
      activity.lastActiveAt,
      activity.signInCount,
      activity.failedAttempts,
      activity.failedUntil,
    ],
    ...[secrets, recordOf(user)],
  ];
  const noRealm: Miss = { is: 'fault', message: `there is no realm ${realm}` };
  const present: Miss = { is: 'conflict', userId: user.id };
  const counts = [realm, 1 - builtIn, builtIn];
  const own = user.serial > 0;
  return [
    own ? neededStep('counter.pass', [...counts, user.serial], noRealm) : neededStep('counter.take', counts, noRealm),
    own
      ? neededStep('user.insertAt', [...values, user.serial], present, true)
      : neededStep('user.insert', values, present, true),
    ...searchSteps(realm, user.id, step.search),
  ];
}

const restarts = {
  'failed-attempts': 'user.forgetFailures',
  'totp-step': 'user.forgetTotpStep',
} as const satisfies { readonly [Name in Counter]: StatementName };

function updateSteps(realm: string, step: UpdateStep): readonly Step[] {
  const { user, rev, secrets, search } = step;
  const values = [realm, user.id, rev, user.rev, user.updatedAt, bannedCell(user), recordOf(user)];
  const miss: Miss = { is: 'conflict', userId: user.id };
  const update =
    secrets === 'keep'
      ? neededStep('user.update', values, miss)
      : neededStep('user.updateAll', [...values, secrets.after, secrets.before], miss);
  return [
    update,
    plainStep('user.redate', [realm, user.id, user.createdAt]),
    ...(search === null ? [] : searchSteps(realm, user.id, search)),
    ...step.restart.map((counter) => plainStep(restarts[counter], [realm, user.id])),
  ];
}

function userSteps(realm: string, step: UserStep, alone: boolean): readonly Step[] {
  switch (step.op) {
    case 'insert':
      return insertSteps(realm, step);
    case 'update':
      return updateSteps(realm, step);
    case 'check':
      return [
        neededStep(alone ? 'user.hold' : 'user.check', [realm, step.id, step.rev], { is: 'conflict', userId: step.id }),
      ];
    case 'delete':
      return [
        plainStep('counter.release', [realm, step.id]),
        plainStep('searchText.remove', [realm, step.id]),
        plainStep('nameText.remove', [realm, step.id]),
        neededStep('user.delete', [realm, step.id, step.rev], { is: 'conflict', userId: step.id }),
        plainStep('search.remove', [realm, step.id]),
        plainStep('name.remove', [realm, step.id]),
        plainStep('userKey.removeAll', [realm, step.id]),
      ];
  }
}

function sessionEnd(realm: string, step: EndStep): readonly Step[] {
  const { change } = step;
  const which = [realm, step.userId, step.only, step.except, step.at, step.status];
  const logged = [change.userId, change.rev, change.at, change.type, change.api, change.requestId];
  return [
    plainStep('session.log', [...which, ...logged, JSON.stringify(change.actor)]),
    plainStep('session.end', which),
  ];
}

function sessionSteps(realm: string, step: SessionStep): readonly Step[] {
  switch (step.op) {
    case 'insert':
      return [
        plainStep('session.insert', sessionCells(step.session)),
        plainStep('user.recordActivity', [realm, step.session.userId, step.session.createdAt, 1]),
      ];
    case 'end':
      return sessionEnd(realm, step);
    case 'touch':
      return [
        neededStep('session.touch', [realm, step.id, step.at, step.abandonAt, step.organizationId], {
          is: 'conflict',
          userId: step.id,
        }),
      ];
    case 'forget':
      return [plainStep('session.forget', [realm, step.userId])];
  }
}

const forgetting = {
  user: 'document.forgetOfUser',
  organization: 'document.forgetOfOrganization',
} as const satisfies Record<string, StatementName>;

/** What happens to the document itself. */
function documentStep(realm: string, step: DocumentStep): Step {
  switch (step.op) {
    case 'insert':
      return neededStep('document.insert', documentCells(step.document), { is: 'conflict', userId: step.document.id });
    case 'update': {
      const values = [...documentCells(step.document), step.rev];
      return neededStep('document.update', values, { is: 'conflict', userId: step.document.id });
    }
    case 'forget':
      return plainStep(forgetting[step.of], [realm, step.id]);
    case 'vacate': {
      const { kind, id } = step.relation;
      return neededStep('userKey.vacant', [realm, kind, id, relationEnd(id)], { is: 'conflict', userId: id });
    }
    default: {
      const name = step.op === 'delete' ? 'document.delete' : 'document.check';
      return neededStep(name, [realm, step.kind, step.id, step.rev], { is: 'conflict', userId: step.id });
    }
  }
}

/** Where a step stands among those of its write. */
function documentPlace(step: DocumentStep): string {
  if (step.op === 'forget') return 'last';
  if (step.op === 'vacate') return 'vacant';
  const { kind, id } = step.op === 'insert' || step.op === 'update' ? step.document : step;
  return `first ${kind} ${id}`;
}

function documentSteps(realm: string, steps: readonly DocumentStep[]): readonly Step[] {
  const sorted = steps.toSorted((left, right) => compareText(documentPlace(left), documentPlace(right)));
  const keysOf = (pick: (step: DocumentStep) => readonly DocumentKey[]) =>
    steps.flatMap((step) => {
      if (step.op !== 'insert' && step.op !== 'update') return [];
      const { kind, id } = step.document;
      return pick(step).map((key) => ({ kind: key.kind, values: [realm, kind, id, key.kind, key.key] }));
    });
  const removed = keysOf((step) => (step.op === 'update' ? step.removeKeys : []));
  const added = keysOf((step) => (step.op === 'update' ? step.addKeys : step.op === 'insert' ? step.keys : []));
  const order = ({ values }: { readonly values: readonly string[] }) => values.slice(3).join(' ');
  added.sort((left, right) => compareText(order(left), order(right)));
  return [
    ...sorted.map((step) => documentStep(realm, step)),
    ...removed.map(({ values }) => plainStep('documentKey.remove', values)),
    ...added.map(({ kind, values }) => neededStep('documentKey.add', values, { is: 'taken', kind })),
  ];
}

function imageStep(realm: string, step: ImageStep): Step {
  const { op, userId, id } = step;
  if (op === 'need') return neededStep('image.find', [realm, userId, id], { is: 'conflict', userId });
  return id === null ? plainStep('image.forgetAll', [realm, userId]) : plainStep('image.forget', [realm, userId, id]);
}

function mailStep(mail: MailOrder): Step {
  const values = [mail.id, mail.realm, mail.template, mail.to, JSON.stringify(mail.values), mail.createdAt];
  return plainStep('mail.insert', [...values, mail.sealed]);
}

function keySteps(realm: string, steps: readonly UserStep[]): readonly Step[] {
  const keysOf = (pick: (step: UserStep) => readonly UserKey[]) =>
    steps.flatMap((step) => pick(step).map((key) => ({ ...key, userId: idOf(step) })));
  const removed = keysOf((step) => (step.op === 'update' ? step.removeKeys : []));
  const added = keysOf((step) => (step.op === 'update' ? step.addKeys : step.op === 'insert' ? step.keys : []));
  added.sort((left, right) => compareText(left.kind, right.kind) || compareText(left.key, right.key));
  return [
    ...removed.map(({ userId, kind, key }) => plainStep('userKey.remove', [realm, userId, kind, key])),
    ...added.map(({ userId, kind, key }) =>
      neededStep('userKey.add', [realm, userId, kind, key], { is: 'taken', kind }),
    ),
  ];
}

/**
 * All steps of a write. The order keeps writers from waiting for each other in a circle: first the realm's counter when
 * users come or go, then users by id, then new users, then keys (given up before claimed, so that two users can swap), then
 * what belongs to users, then documents by kind and id, then what is forgotten of them, then whether what is deleted is vacant, then their keys in the same way, at last the law.
 */
export function stepsOf(write: Write): readonly Step[] {
  const { realm, users, law } = write;
  const broken: Miss = { is: 'conflict', userId: realm };
  const present = users.filter((step) => step.op !== 'insert');
  const fresh = users.filter((step) => step.op === 'insert');
  present.sort((left, right) => compareText(idOf(left), idOf(right)));
  const counts =
    users.length > 1 && present.length > 0 && users.some((step) => step.op === 'insert' || step.op === 'delete');
  // A sign-in is noted on the user itself: two that only share its row would wait for each other for ever.
  const signsIn = write.sessions.some((step) => step.op === 'insert');
  return [
    ...(counts ? [plainStep('counter.lock', [realm])] : []),
    ...present.flatMap((step) => userSteps(realm, step, signsIn)),
    ...fresh.flatMap((step) => userSteps(realm, step, signsIn)),
    ...keySteps(realm, users),
    ...write.images.map((step) => imageStep(realm, step)),
    ...write.sessions.flatMap((step) => sessionSteps(realm, step)),
    ...documentSteps(realm, write.documents),
    ...write.changes.map((change) => plainStep('change.insert', changeCells(change))),
    ...write.mails.map(mailStep),
    ...(law === undefined ? [] : [neededStep('realm.amend', [realm, law.rev, JSON.stringify(law.policy)], broken)]),
  ];
}
