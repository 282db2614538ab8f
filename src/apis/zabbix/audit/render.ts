// The records of a change.

import type { Change, ChangeType } from '../../../core/model/change.ts';
import { isJsonObject, type Json } from '../../../core/model/json.ts';
import type { Row } from '../get/description.ts';
import { type AuditEntry, actions, resources } from './describe.ts';
import { recordSetIdOf, writeAuditId } from './ids.ts';
import { nobody, type People, type Subject } from './people.ts';
import { renderLaw } from './render-law.ts';
import { renderExtra, renderGroup, renderRole, renderToken, type Sides } from './render-object.ts';
import { creationDetails, updateDetails } from './render-user.ts';

const ipLengthMax = 39;
const nameLengthMax = 255;

/** The changes that records are made of. */
export const auditedTypes: readonly ChangeType[] = [
  ...(['user.created', 'user.updated', 'user.deleted'] as const),
  ...(['session.ended', 'sign-in.succeeded', 'sign-in.failed'] as const),
  ...(['group.created', 'group.updated', 'group.deleted'] as const),
  ...(['user-role.created', 'user-role.updated', 'user-role.deleted'] as const),
  ...(['api-token.created', 'api-token.updated', 'api-token.deleted'] as const),
  ...(['extra.created', 'extra.updated', 'extra.deleted'] as const),
  'realm.updated',
];

function objectOrNull(value: Json | undefined) {
  return isJsonObject(value) ? value : null;
}

function userEntry(
  action: AuditEntry['action'],
  { userid, username }: Subject,
  details: object | null,
): readonly AuditEntry[] {
  if (action === 'update' && Object.keys(details ?? {}).length === 0) return [];
  return [{ action, resource: 'user', resourceid: userid, resourcename: username, details, person: null }];
}

/** What somebody unknown has called themselves. */
function typedIn({ diff }: Change): string {
  const typed = diff.find(({ path }) => path === 'sign-in.username')?.after;
  return typeof typed === 'string' ? typed : '';
}

function asOneself(subject: Subject, action: AuditEntry['action'], change: Change): readonly AuditEntry[] {
  const { userid } = subject;
  const person = { userid, username: subject === nobody ? typedIn(change) : subject.username };
  const counted = userEntry('update', subject, updateDetails(subject, change)).map((one) => ({ ...one, person }));
  return [...counted, { action, resource: 'user', resourceid: userid, resourcename: '', details: null, person }];
}

/** A session that was not ended by its own user has not logged out. */
function isLogout({ actor, userId, diff }: Change): boolean {
  return actor.kind === 'user' && actor.userId === userId && diff.some(({ after }) => after === 'ended');
}

async function renderUser(change: Change, people: People): Promise<readonly AuditEntry[]> {
  const subject = await people.subjectOf(change);
  switch (change.type) {
    case 'user.created':
      return userEntry('add', subject, creationDetails(subject, change));
    case 'user.updated':
      return userEntry('update', subject, updateDetails(subject, change));
    case 'user.deleted':
      return userEntry('delete', subject, null);
    case 'sign-in.succeeded':
      return asOneself(subject, 'login', change);
    case 'sign-in.failed':
      return asOneself(subject, 'failed-login', change);
    default:
      return isLogout(change) ? asOneself(subject, 'logout', { ...change, diff: [] }) : [];
  }
}

async function entriesOf(change: Change, people: People): Promise<readonly AuditEntry[]> {
  const [first] = change.diff;
  const sides: Sides = { before: objectOrNull(first?.before), after: objectOrNull(first?.after) };
  const [kind] = change.type.split('.');
  switch (kind) {
    case 'group':
      return renderGroup(sides);
    case 'user-role':
      return renderRole(sides);
    case 'api-token':
      return await renderToken(sides, async (id) => (await people.personOf(id)).userid);
    case 'extra':
      return renderExtra(sides);
    case 'realm':
      return renderLaw(change);
    default:
      return await renderUser(change, people);
  }
}

function addressOf({ actor, diff }: Change): string {
  const facts = objectOrNull(diff.find(({ path }) => path === 'sign-in')?.after);
  const address = facts?.ipAddress ?? (actor.kind === 'user' || actor.kind === 'anybody' ? actor.address : null);
  return typeof address === 'string' ? address.slice(0, ipLengthMax) : '';
}

function shorten(name: string): string {
  const characters = [...name];
  return characters.length > nameLengthMax ? `${characters.slice(0, nameLengthMax - 3).join('')}...` : name;
}

function writeDetails(details: object | null): string {
  return details === null || Object.keys(details).length === 0 ? '' : JSON.stringify(details);
}

/** The records of a change as rows, in their order; none where nothing happened that Zabbix knows of. */
export async function render(change: Change, people: People): Promise<readonly Row[]> {
  const entries = await entriesOf(change, people);
  const { actor } = change;
  const caller = actor.kind === 'user' && entries.length > 0 ? await people.personOf(actor.userId) : nobody;
  return entries.map(({ action, resource, resourceid, resourcename, details, person }, part): Row => {
    const { userid, username } = person ?? caller;
    return {
      auditid: writeAuditId(change.seq, part),
      userid,
      username,
      clock: String(Math.floor(change.at / 1000)),
      ip: addressOf(change),
      action: actions[action],
      resourcetype: resources[resource],
      resourceid,
      resource_cuid: '0',
      resourcename: shorten(resourcename),
      recordsetid: recordSetIdOf(change.requestId),
      details: writeDetails(details),
    };
  });
}
