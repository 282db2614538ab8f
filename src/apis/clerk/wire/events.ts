// The events of the wire: what happened to users and sessions, as this API's webhooks tell it.

import type { Moment } from '../../../core/commands/read-moments.ts';
import type { EventDialect, Saying, TellingFacts } from '../../../core/commands/tell-events.ts';
import type { ChangeType } from '../../../core/model/change.ts';
import type { SessionEnd } from '../../../core/model/session.ts';
import { writeInstanceId, writeUserId } from './ids.ts';
import { sessionObject } from './objects/session.ts';
import { deletedObject } from './objects/shared.ts';
import { userObject } from './objects/user.ts';

const names: ReadonlyMap<string, ChangeType | null> = new Map<string, ChangeType | null>([
  ['user.created', 'user.created'],
  ['user.updated', 'user.updated'],
  ['user.deleted', 'user.deleted'],
  ['session.created', 'session.created'],
  ['session.ended', 'session.ended'],
  ['session.removed', 'session.ended'],
  ['session.revoked', 'session.ended'],
]);

const endNames = {
  revoked: 'session.revoked',
  removed: 'session.removed',
  ended: 'session.ended',
  expired: 'session.ended',
} as const satisfies { readonly [End in SessionEnd]: string };

function say({ change, user, session }: Moment, { publicUrl, realm }: TellingFacts): readonly Saying[] {
  if (user === null) return [];
  const view = { publicUrl, policy: realm.policy, now: change.at };
  const { type } = change;
  if (type === 'user.deleted') return [{ type, data: deletedObject('user', writeUserId(user), user.externalId) }];
  if (type === 'user.created' || type === 'user.updated') return [{ type, data: userObject(user, view) }];
  if (session === null) return [];
  const name = session.status === 'active' ? 'session.created' : endNames[session.status];
  return [{ type: name, data: { ...sessionObject(session, writeUserId(user)), user: userObject(user, view) } }];
}

/** Clerk's webhook file 2025-04-15, and its documents on signatures; 2026-08. What called is known of sessions only. */
export const eventDialect: EventDialect = {
  names,
  idPrefix: 'msg_',
  signature: { style: 'standard', prefixes: ['svix', 'webhook'] },
  say,
  envelope: ({ type, data, at }, { session }, { realm }) => ({
    object: 'event',
    type,
    data,
    timestamp: at,
    instance_id: writeInstanceId(realm.instanceId),
    event_attributes: {
      http_request: { client_ip: session?.ipAddress ?? '', user_agent: session?.userAgent ?? '' },
    },
  }),
};
