// What the tests about logging in need besides the API: a clock that is set by hand, and objects as they stand in the store.

import { newObject } from '../../../src/apis/zabbix/furnish.ts';
import { changeRealmObjects } from '../../../src/core/commands/change-realm-objects.ts';
import type { Context } from '../../../src/core/commands/context.ts';
import { readRealmObjects } from '../../../src/core/commands/find-realm-objects.ts';
import { digestOfApiToken } from '../../../src/core/commands/use-api-token.ts';
import type { ApiToken } from '../../../src/core/model/api-token.ts';
import type { Extra } from '../../../src/core/model/extra.ts';
import type { Group } from '../../../src/core/model/group.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { totpOf } from '../../time-codes.ts';
import type { Place } from './harness.ts';

export const password = 'Lantern-keeper-7';
export const blocked = 'Incorrect user name or password or account is temporarily blocked.';
export const shut = 'No permissions for system access.';
export const gone = 'Session terminated, re-login, please.';

/** A clock that is set by hand. */
export const newClock = () => ({ now: Date.UTC(2026, 9, 1) });

/** The directory in Muster's own name. */
export async function contextOf({ app }: Place): Promise<Context> {
  const realm = await app.host.publicRealm();
  return { ports: app.ports, realm, actor: { kind: 'system' }, api: 'zabbix', requestId: 'test' };
}

/** Makes somebody with the password of all; answers the id. */
export async function newcomer(place: Place, username: string, more: object = {}): Promise<string> {
  const wish = { username, passwd: password, roleid: '1', usrgrps: [{ usrgrpid: '7' }], ...more };
  const { userids } = await place.ask('user.create', wish);
  return userids[0];
}

/** The record of somebody. */
export async function recordOf(place: Place, userid: string) {
  const context = await contextOf(place);
  const stored = await context.ports.store.loadUser(context.realm.id, { by: 'serial', serial: Number(userid) });
  if (stored === null) throw new Error(`nobody is ${userid}`);
  return stored.user;
}

/** What the history tells of somebody, oldest first, without what made them. */
export async function toldOf(place: Place, userid: string) {
  const { id } = await recordOf(place, userid);
  const changes = await place.app.ports.store.readHistory('default', id, null, 1000);
  return changes.toReversed().slice(1);
}

/** Gives somebody a secret for time-based codes. */
export async function giveTotp(place: Place, username: string, code = 1): Promise<void> {
  const found = await place.rest('GET', `/v1/users?username=${username}`);
  const { status } = await place.rest('PATCH', `/v1/users/${found.body[0].id}`, { totp_secret: totpOf(code).secret });
  if (status !== 200) throw new Error(`Clerk's API answered ${status}`);
}

/** Changes a group as it stands. */
export async function changeGroup(place: Place, id: string, change: Partial<Group>): Promise<void> {
  const context = await contextOf(place);
  await changeRealmObjects(context, async () => {
    const { groups } = await readRealmObjects(context);
    const before = groups.get(id);
    if (before === undefined) throw new Error(`there is no group ${id}`);
    const after: Group = { ...before, ...change, rev: before.rev + 1 };
    return { intents: [{ op: 'replace', before, after }], users: [], numbering: null, result: null };
  });
}

/** Adds an object that only this API knows. */
export async function addExtra(place: Place, type: string, number: string, values: JsonObject, name: string | null) {
  const context = await contextOf(place);
  const own = { kind: 'extra', api: 'zabbix', type, number, name, values, subject: `zabbix/${type}` } as const;
  const document: Extra = { ...newObject(context, `zabbix/${type}/${number}`), ...own };
  const plan = { intents: [{ op: 'create', document }], users: [], numbering: null, result: null } as const;
  await changeRealmObjects(context, async () => plan);
}

/** Gives somebody an API token, which works until it is changed. */
export async function giveToken(place: Place, userid: string, secret: string, change: Partial<ApiToken> = {}) {
  const context = await contextOf(place);
  const { id: userId } = await recordOf(place, userid);
  const plain = { description: '', active: true, expireAt: null, creatorId: userId, lastUsedAt: null } as const;
  const own = {
    kind: 'api-token',
    userId,
    name: secret.slice(0, 8),
    digest: digestOfApiToken(secret),
    ...plain,
  } as const;
  const document: ApiToken = {
    ...newObject(context, context.ports.random.uuid(context.ports.clock())),
    ...own,
    ...change,
  };
  const plan = { intents: [{ op: 'create', document }], users: [], numbering: null, result: null } as const;
  await changeRealmObjects(context, async () => plan);
}
