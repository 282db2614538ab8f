// Creating user groups.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { type Numbers, openNumbers, takeFreeId } from '../../../core/commands/take-numbers.ts';
import type { Group } from '../../../core/model/group.ts';
import { checkNames } from '../check-names.ts';
import { firstNumbers, newObject } from '../furnish.ts';
import type { Call } from '../method.ts';
import { writeUserId } from '../wire/ids.ts';
import { checkReferences, refuseOneself } from './check.ts';
import { isShut, layOver } from './lay.ts';
import { openMoves, seat } from './members.ts';
import { type GroupWish, readNewGroups } from './wish.ts';

async function newGroup(context: Context, numbers: Numbers, wish: GroupWish): Promise<Group> {
  const base = newObject(context, await takeFreeId(context, numbers, 'group', firstNumbers.group));
  return layOver({ ...base, kind: 'group', name: '', active: true, signIn: 'default', extras: {} }, wish);
}

/** Makes groups and puts users into them, all or nothing. Answers their ids. Source: Zabbix 7.0 manual, "usergroup.create"; 2026-08. */
export async function create(call: Call, params: object): Promise<unknown> {
  const wishes = readNewGroups(params);
  const { context } = call;
  const usrgrpids = await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    checkNames(
      'User group',
      objects.groups.values(),
      wishes.map(({ name }) => name),
    );
    const numbers = await openNumbers(context);
    const made: { readonly group: Group; readonly members: readonly string[] | null }[] = [];
    for (const wish of wishes) {
      made.push({ group: await newGroup(context, numbers, wish), members: wish.members });
    }
    const moves = openMoves();
    await seat(
      context,
      made.map(({ group, members }) => ({ id: group.id, members })),
      moves,
    );
    const self = writeUserId(call.caller.user);
    if (made.some(({ group, members }) => isShut(group) && members?.includes(self))) refuseOneself();
    checkReferences(objects, wishes);
    const intents = made.map(({ group }): Intent => ({ op: 'create', document: group }));
    const result = made.map(({ group }) => group.id);
    return { intents, users: moves.requests(), numbering: numbers.taken(), result };
  });
  return { usrgrpids };
}
