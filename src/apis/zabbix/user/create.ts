// Making users.

import { askAgain } from '../../../core/commands/ask-again.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { authenticationOf } from '../authentication/read.ts';
import type { Call } from '../method.ts';
import { schemesOf, settingsOf } from '../settings/read.ts';
import { read, type ValueOf } from '../validate/validator.ts';
import { writeUserId } from '../wire/ids.ts';
import { checkPasswordGiven, checkPolicy } from './check-passwords.ts';
import { checkAutomatic, checkGroups, checkRole, checkUsername } from './check-rights.ts';
import { commitNew } from './commit.ts';
import type { Bench, Draft } from './draft.ts';
import { checkMediaTypes, checkSendto } from './medias.ts';
import { creationShape } from './shape.ts';
import { patchOf } from './to-patch.ts';

type Wishes = ValueOf<ReturnType<typeof creationShape>>;

/** All that can be said against the wishes, in the order in which Zabbix 7.0 looks. */
async function check(bench: Bench, drafts: readonly Draft[]): Promise<void> {
  for (const draft of drafts) {
    checkAutomatic(draft);
    await checkPolicy(bench, draft);
  }
  for (const draft of drafts) await checkUsername(bench, draft);
  for (const draft of drafts) checkRole(bench, draft);
  checkGroups(bench, drafts);
  for (const draft of drafts) checkPasswordGiven(bench, draft);
  for (const draft of drafts) checkMediaTypes(bench.objects, draft);
  for (const draft of drafts) checkSendto(bench.objects, draft);
}

async function attempt(call: Call, wishes: Wishes): Promise<readonly string[]> {
  const objects = await readRealmObjects(call.context);
  const bench: Bench = { call, objects, authentication: authenticationOf(objects, call.realm.policy) };
  const drafts = wishes.map(
    ({ medias = null, ...wish }, index): Draft => ({ path: `/${index + 1}`, wish, medias, user: null }),
  );
  await check(bench, drafts);
  const requests = drafts.map((draft) => ({
    patch: patchOf(bench, draft),
    // Whether one is needed was asked above: it depends on the groups.
    waivers: { identifier: false, password: true },
  }));
  const users = await commitNew(bench, drafts, requests);
  return users.map(writeUserId);
}

/** Makes users as told, all of them or none, and answers their ids. */
export async function create(call: Call, params: object): Promise<unknown> {
  const schemes = schemesOf(settingsOf(call.objects, call.realm.policy));
  const wishes = read(creationShape(schemes), params, '/');
  return { userids: await askAgain(() => attempt(call, wishes)) };
}
