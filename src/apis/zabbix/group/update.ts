// Updating user groups.

import { isDeepStrictEqual } from 'node:util';
import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { type RealmObjects, readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { getUser } from '../../../core/commands/get-user.ts';
import type { Group } from '../../../core/model/group.ts';
import { checkNames } from '../check-names.ts';
import { authentication } from '../defaults/authentication.ts';
import { badInput, noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { valuesOf } from '../settings/values.ts';
import { guiAccessOf, writeGroup } from '../wire/groups.ts';
import { writeUserId } from '../wire/ids.ts';
import { checkReferences, refuseOneself } from './check.ts';
import { isShut, layOver } from './lay.ts';
import { openMoves, seat } from './members.ts';
import { type GroupWish, readChangedGroups, readNamedGroups } from './wish.ts';

type Named = ReturnType<typeof readNamedGroups>;

function groupsNamed(objects: RealmObjects, named: Named): readonly Group[] {
  const groups = named.map(({ usrgrpid }) => objects.groups.get(usrgrpid) ?? noPermissions());
  const { disabled_usrgrpid } = valuesOf(objects, 'authentication', authentication);
  const opened = named.find(({ usrgrpid }) => usrgrpid === disabled_usrgrpid)?.users_status;
  if (opened === 0 || opened === '0') badInput('Deprovisioned users group cannot be enabled.');
  return groups;
}

function wishesFor(params: object, groups: readonly Group[]): readonly GroupWish[] {
  const footings = groups.map((group) => ({
    guiAccess: guiAccessOf(group),
    mfaStatus: Number(writeGroup(group).mfa_status),
  }));
  return readChangedGroups(params, footings);
}

/** A group before and after, and who is to be in it. */
type Change = { readonly before: Group; readonly after: Group; readonly members: readonly string[] | null };

/** Refuses to shut a group that the caller is in or comes into. */
async function checkOneself({ context, caller }: Call, changes: readonly Change[]): Promise<void> {
  const { groups } = await getUser(context, { by: 'id', id: caller.user.id }, { system: true });
  const self = writeUserId(caller.user);
  for (const { after, members } of changes) {
    const isIn = members === null ? groups.includes(after.id) : members.includes(self);
    if (isIn && isShut(after)) refuseOneself();
  }
}

function intentsOf({ ports }: Context, changes: readonly Change[]): readonly Intent[] {
  const updatedAt = ports.clock();
  return changes
    .filter(({ before, after }) => !isDeepStrictEqual(before, after))
    .map(({ before, after }) => ({ op: 'replace', before, after: { ...after, rev: before.rev + 1, updatedAt } }));
}

/**
 * Changes groups, and who is in them where the call says so, all or nothing. What is not named stays. Answers their ids. Source: Zabbix 7.0
 * manual, "usergroup.update"; 2026-08.
 */
export async function update(call: Call, params: object): Promise<unknown> {
  const named = readNamedGroups(params);
  const { context } = call;
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const groups = groupsNamed(objects, named);
    const wishes = wishesFor(params, groups);
    const changes = wishes.flatMap((wish, index): readonly Change[] => {
      const before = groups[index];
      return before === undefined ? [] : [{ before, after: layOver(before, wish), members: wish.members }];
    });
    checkNames(
      'User group',
      objects.groups.values(),
      changes.flatMap(({ before, after }) => (before.name === after.name ? [] : [after.name])),
    );
    const moves = openMoves();
    await seat(
      context,
      changes.map(({ before, members }) => ({ id: before.id, members })),
      moves,
    );
    await checkOneself(call, changes);
    checkReferences(objects, wishes);
    return { intents: intentsOf(context, changes), users: moves.requests(), numbering: null, result: null };
  });
  return { usrgrpids: named.map(({ usrgrpid }) => usrgrpid) };
}
