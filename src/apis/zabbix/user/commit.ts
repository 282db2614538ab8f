// Committing users: what is held until then, and what is told of a refusal.

import { checking } from '../../../core/commands/change-documents.ts';
import { realmObjectsTurn } from '../../../core/commands/change-realm-objects.ts';
import { type CreationRequest, createUsers } from '../../../core/commands/create-users.ts';
import { inTurn } from '../../../core/commands/turns.ts';
import { type Along, type UpdateRequest, updateUsers, withSecrets } from '../../../core/commands/update-users.ts';
import { Refused } from '../../../core/model/error.ts';
import type { User } from '../../../core/model/user.ts';
import { badParameter } from '../fault.ts';
import { readRoleId } from '../wire/ids.ts';
import { extraOf } from '../wire/objects.ts';
import { tellTaken } from './check-rights.ts';
import { type Bench, changesGroups, changesRole, type Draft } from './draft.ts';

/** The roles, groups and media types that the wishes name: none of them may be gone when they are committed. */
function named({ objects }: Bench, drafts: readonly Draft[]): Along {
  const found = drafts.flatMap(({ wish: { roleid = '0', usrgrps = [] }, medias }) => [
    objects.roles.get(readRoleId(roleid) ?? '') ?? [],
    ...usrgrps.map(({ usrgrpid }) => objects.groups.get(usrgrpid) ?? []),
    ...(medias ?? []).map(({ mediatypeid = '0' }) => extraOf(objects, 'mediatype', mediatypeid) ?? []),
  ]);
  return { documents: [...new Set(found.flat())].map(checking), changes: [], mails: [] };
}

/** Whose turn it is while roles and groups are given: the one that `changeRealmObjects` takes, so that none is deleted just then. */
function turnFor(bench: Bench, drafts: readonly Draft[]): readonly string[] {
  return drafts.some((draft) => changesRole(bench, draft) || changesGroups(bench, draft)) ? [realmObjectsTurn] : [];
}

/** Tells of a refusal of the core what only a method on users can say of it; any other passes. */
async function tellRefused(bench: Bench, drafts: readonly Draft[], error: unknown): Promise<never> {
  const refusal = error instanceof Refused ? error.refusals[0] : null;
  if (refusal?.code === 'taken') return await tellTaken(bench, drafts);
  const isTooMuch = refusal?.code === 'invalid' && refusal.issues.some(({ path }) => path.startsWith('extras'));
  if (isTooMuch && error instanceof Refused) badParameter(`/${error.index + 1}/medias`, 'value is too long');
  throw error;
}

/**
 * Changes users as the checked drafts have it. Their passwords are hashed before a turn is taken.
 * @fails what `updateUsers` refuses, in Zabbix' words where it has some.
 */
export async function commitChanges(
  bench: Bench,
  drafts: readonly Draft[],
  requests: readonly UpdateRequest[],
): Promise<void> {
  const { context, realm } = bench.call;
  const along = named(bench, drafts);
  try {
    const turn = turnFor(bench, drafts);
    const ready = turn.length === 0 ? requests : await withSecrets(context, requests);
    await inTurn(realm.id, turn, () => updateUsers(context, ready, { system: true }, async () => along));
  } catch (error) {
    await tellRefused(bench, drafts, error);
  }
}

/** Takes a turn and answers what ends it. */
async function takeTurn(realm: string, names: readonly string[]): Promise<() => void> {
  return await new Promise((begin) => {
    void inTurn(realm, names, () => new Promise<void>((end) => begin(end)));
  });
}

/**
 * Makes users as the checked drafts have it. The turn is taken only when their passwords have been hashed, which may take long.
 * @fails what `createUsers` refuses, in Zabbix' words where it has some.
 */
export async function commitNew(
  bench: Bench,
  drafts: readonly Draft[],
  requests: readonly CreationRequest[],
): Promise<readonly User[]> {
  const { context, realm } = bench.call;
  let end = () => {};
  const companion = async () => {
    end = await takeTurn(realm.id, turnFor(bench, drafts));
    return named(bench, drafts);
  };
  try {
    return await createUsers(context, requests, companion);
  } catch (error) {
    return await tellRefused(bench, drafts, error);
  } finally {
    end();
  }
}
