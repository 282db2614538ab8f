// The caller: who stands behind a credential, and whether they may call a method.

import { resumeSession } from '../../core/commands/resume-session.ts';
import { useApiToken } from '../../core/commands/use-api-token.ts';
import { Refused } from '../../core/model/error.ts';
import type { User } from '../../core/model/user.ts';
import type { Rank, UserRole } from '../../core/model/user-role.ts';
import type { Credential } from './envelope/credentials.ts';
import { badInput, refused } from './fault.ts';
import type { Call, Caller, OpenCall } from './method.ts';
import { allowsMethod } from './role/rules/allow.ts';
import { apiName } from './wire/ids.ts';
import { ownValuesOf, secondsOf } from './wire/objects.ts';
import { ownFieldsOf } from './wire/own-fields.ts';

/** The ranks from the least to the highest. */
export const ranks: readonly Rank[] = ['user', 'admin', 'super-admin'];

/** The number of a rank on the wire: 1 User, 2 Admin, 3 Super admin. */
export function writeRank(rank: Rank): 1 | 2 | 3 {
  return rank === 'super-admin' ? 3 : rank === 'admin' ? 2 : 1;
}

/** The rank with this number. */
export function readRank(number: number): Rank {
  return ranks[number - 1] ?? 'user';
}

/** How long a session of this user may be idle; null: as long as it lasts. */
function idleMsOf(user: User): number | null {
  const seconds = secondsOf(ownFieldsOf(user).autologout);
  return seconds === 0 ? null : seconds * 1000;
}

/** The user's role. One that is not remembered may have been made by another process just now: without it nothing would be forbidden. */
async function roleOf({ host, realm, objects }: OpenCall, { role }: User): Promise<UserRole | null> {
  if (role === null) return null;
  return objects.roles.get(role) ?? (await host.ports.store.loadDocument(realm.id, 'user-role', role));
}

async function whoIs(call: OpenCall, user: User, by: Caller['by']): Promise<Caller> {
  const { groups } = call.objects;
  const role = await roleOf(call, user);
  return { user, role, rank: role?.rank ?? 'user', groups: user.groups.flatMap((id) => groups.get(id) ?? []), by };
}

async function identify(call: OpenCall, { kind, secret }: Credential, noting: boolean): Promise<Caller> {
  const { host, realm, requestId, objects } = call;
  const doorway = { ports: host.ports, realm, api: apiName, requestId, groups: objects.groups };
  if (kind === 'token') {
    const { user, token } = await useApiToken(doorway, secret);
    return await whoIs(call, user, { kind, token });
  }
  const { user, session } = await resumeSession(doorway, secret, { idleMs: idleMsOf, noting, audience: null });
  return await whoIs(call, user, { kind, session, secret });
}

/** Who shows this credential; `noting`: as somebody who uses it. Throws Fault -32602, or -32500 for a token that has run out. */
export async function authenticate(call: OpenCall, credential: Credential, noting: boolean): Promise<Caller> {
  try {
    return await identify(call, credential, noting);
  } catch (error) {
    const code = error instanceof Refused ? error.refusals[0].code : null;
    if (code === 'code-rejected') return refused('API token expired.');
    if (code === 'not-authenticated') return badInput('Not authorized.');
    if (code === 'session-gone') return badInput('Session terminated, re-login, please.');
    throw error;
  }
}

/** The call as one by this caller. */
export function callBy(call: OpenCall, caller: Caller): Call {
  const { user, rank, by } = caller;
  const actor = {
    ...({ kind: 'user', userId: user.id, role: user.role, rank, address: call.address } as const),
    sessionId: by.kind === 'session' ? by.session.id : null,
  };
  const { requestId, realm, host } = call;
  return { ...call, caller, context: { ports: host.ports, realm, actor, api: apiName, requestId } };
}

/** Throws Fault -32500 where the caller's rank or role does not let them call the method of this name. */
export function permit({ caller, spelling }: Call, access: Rank, name: string): void {
  const { rank, role } = caller;
  const reaches = ranks.indexOf(rank) >= ranks.indexOf(access);
  const allowed = role === null || allowsMethod(ownValuesOf(role), writeRank(rank), name);
  if (!reaches || !allowed) refused(`No permissions to call "${spelling}".`);
}
