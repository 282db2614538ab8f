// Changing users.

import { askAgain } from '../../../core/commands/ask-again.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { findUser } from '../../../core/commands/find-user.ts';
import { inTurn } from '../../../core/commands/turns.ts';
import { Refused } from '../../../core/model/error.ts';
import type { User } from '../../../core/model/user.ts';
import type { StoredUser } from '../../../core/model/write.ts';
import { authenticationOf } from '../authentication/read.ts';
import { noPermissions } from '../fault.ts';
import { type Call, isSuper } from '../method.ts';
import { schemesOf, settingsOf } from '../settings/read.ts';
import { read, type ValueOf } from '../validate/validator.ts';
import { readUserId, writeUserId } from '../wire/ids.ts';
import { checkCurrent, checkCurrentGiven, checkPasswordGiven, checkPolicy } from './check-passwords.ts';
import {
  checkAutomatic,
  checkGroups,
  checkGuest,
  checkLastAdministrator,
  checkOwn,
  checkProvisioned,
  checkRole,
  checkUsername,
} from './check-rights.ts';
import { commitChanges } from './commit.ts';
import type { Bench, Draft } from './draft.ts';
import { checkMediaTypes, checkSendto, readMedias } from './medias.ts';
import { type SentMedia, updateShape } from './shape.ts';
import { patchOf } from './to-patch.ts';

type Wishes = ValueOf<ReturnType<typeof updateShape>>;

/** A draft of somebody there is, with their media as they were sent. */
type UpdateDraft = Draft & {
  readonly user: User;
  readonly sent: readonly SentMedia[] | undefined;
  readonly read?: StoredUser;
};

/** The user whom the caller means; those who may not reach others get to know of nobody else. `isFirst`: the caller was read just now. */
async function find(call: Call, userid: string, isFirst: boolean): Promise<{ user: User; read?: StoredUser }> {
  const { user } = call.caller;
  const reference = readUserId(userid) ?? noPermissions();
  const isOwn = userid === writeUserId(user);
  if (!isSuper(call) && !isOwn) return noPermissions();
  if (isOwn && isFirst) return { user };
  try {
    const read = await findUser(call.context, reference, true);
    return { user: read.user, read };
  } catch (error) {
    return error instanceof Refused ? noPermissions() : Promise.reject(error);
  }
}

async function draftsOf(call: Call, wishes: Wishes, isFirst: boolean): Promise<readonly UpdateDraft[]> {
  const drafts: UpdateDraft[] = [];
  for (const [index, { medias: sent, ...wish }] of wishes.entries()) {
    const found = await find(call, wish.userid, isFirst);
    drafts.push({ path: `/${index + 1}`, wish, sent, medias: null, ...found });
  }
  return drafts;
}

/**
 * All that can be said against the wishes, in the order in which Zabbix 7.0 looks. Answers the drafts with their media, which are read on the
 * way.
 */
async function check(bench: Bench, found: readonly UpdateDraft[]): Promise<readonly UpdateDraft[]> {
  for (const draft of found) {
    checkProvisioned(draft);
    checkAutomatic(draft);
    await checkCurrent(bench, draft);
    await checkPolicy(bench, draft);
    checkCurrentGiven(bench, draft);
    checkGuest(draft);
  }
  await checkLastAdministrator(bench, found);
  for (const draft of found) checkRole(bench, draft);
  const drafts = found.map((draft) => {
    const { user, sent, path } = draft;
    return { ...draft, medias: readMedias(bench.objects, user, sent, path) };
  });
  for (const draft of drafts) checkOwn(bench, draft);
  for (const draft of drafts) await checkUsername(bench, draft);
  checkGroups(bench, drafts);
  for (const draft of drafts) checkPasswordGiven(bench, draft);
  for (const draft of drafts) checkMediaTypes(bench.objects, draft);
  for (const draft of drafts) checkSendto(bench.objects, draft);
  return drafts;
}

/** True when the wishes are judged by groups, roles or media types: then by what they are now. */
function leansOnObjects(wishes: Wishes): boolean {
  return wishes.some(({ roleid, usrgrps, medias }) => (roleid ?? usrgrps ?? medias) !== undefined);
}

async function attempt(call: Call, wishes: Wishes, isFirst: boolean): Promise<readonly string[]> {
  const objects = leansOnObjects(wishes) ? await readRealmObjects(call.context) : call.objects;
  const bench: Bench = { call, objects, authentication: authenticationOf(objects, call.realm.policy) };
  const drafts = await check(bench, await draftsOf(call, wishes, isFirst));
  const requests = drafts.map((draft) => ({
    reference: { by: 'id', id: draft.user.id } as const,
    patch: patchOf(bench, draft),
    ifRev: draft.user.rev,
    ...(draft.read !== undefined && { read: draft.read }),
  }));
  await commitChanges(bench, drafts, requests);
  return drafts.map(({ user }) => writeUserId(user));
}

/** Changes users as told, all of them or none, and answers their ids. */
export async function update(call: Call, params: object): Promise<unknown> {
  const schemes = schemesOf(settingsOf(call.objects, call.realm.policy));
  const wishes = read(updateShape(schemes), params, '/');
  const names = wishes.map(({ userid }) => `user.update ${userid}`);
  return await inTurn(call.realm.id, names, async () => ({
    userids: await askAgain((isFirst) => attempt(call, wishes, isFirst)),
  }));
}
