// Committing users: what is held until then, and what is told of a refusal.

import { checking } from '../../../core/commands/change-documents.ts';
import { type CreationRequest, createUsers } from '../../../core/commands/create-users.ts';
import { type Along, type UpdateRequest, updateUsers } from '../../../core/commands/update-users.ts';
import { Refused } from '../../../core/model/error.ts';
import type { User } from '../../../core/model/user.ts';
import { badParameter } from '../fault.ts';
import { readRoleId } from '../wire/ids.ts';
import { extraOf } from '../wire/objects.ts';
import { tellTaken } from './check-rights.ts';
import type { Bench, Draft } from './draft.ts';

/** The roles, groups and media types that the wishes name: held until the commit, or they might be gone by then. */
function named({ objects }: Bench, drafts: readonly Draft[]): Along {
  const found = drafts.flatMap(({ wish: { roleid = '0', usrgrps = [] }, medias }) => [
    objects.roles.get(readRoleId(roleid) ?? '') ?? [],
    ...usrgrps.map(({ usrgrpid }) => objects.groups.get(usrgrpid) ?? []),
    ...(medias ?? []).map(({ mediatypeid = '0' }) => extraOf(objects, 'mediatype', mediatypeid) ?? []),
  ]);
  return { documents: [...new Set(found.flat())].map(checking), changes: [], mails: [] };
}

/** Tells of a refusal of the core what only a method on users can say of it; any other passes. */
async function tellRefused(bench: Bench, drafts: readonly Draft[], error: unknown): Promise<never> {
  const refusal = error instanceof Refused ? error.refusals[0] : null;
  if (refusal?.code === 'taken') return await tellTaken(bench, drafts);
  const isTooMuch = refusal?.code === 'invalid' && refusal.issues.some(({ path }) => path.startsWith('extras'));
  if (isTooMuch && error instanceof Refused) badParameter(`/${error.index + 1}/medias`, 'value is too long');
  throw error;
}

/** Changes users as the checked drafts have it. @fails what `updateUsers` refuses, in Zabbix' words where it has some. */
export async function commitChanges(
  bench: Bench,
  drafts: readonly Draft[],
  requests: readonly UpdateRequest[],
): Promise<void> {
  const along = named(bench, drafts);
  try {
    await updateUsers(bench.call.context, requests, { system: true }, async () => along);
  } catch (error) {
    await tellRefused(bench, drafts, error);
  }
}

/** Makes users as the checked drafts have it. @fails what `createUsers` refuses, in Zabbix' words where it has some. */
export async function commitNew(
  bench: Bench,
  drafts: readonly Draft[],
  requests: readonly CreationRequest[],
): Promise<readonly User[]> {
  try {
    return await createUsers(bench.call.context, requests, async () => named(bench, drafts));
  } catch (error) {
    return await tellRefused(bench, drafts, error);
  }
}
