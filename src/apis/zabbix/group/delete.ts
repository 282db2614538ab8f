// Deleting user groups.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { type RealmObjects, readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { walkMembers } from '../../../core/commands/walk-users.ts';
import type { Group } from '../../../core/model/group.ts';
import { authentication } from '../defaults/authentication.ts';
import { settings } from '../defaults/settings.ts';
import { badInput, noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { valuesOf } from '../settings/values.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { textOf } from '../wire/objects.ts';
import { isFromDirectory } from '../wire/own-fields.ts';
import { writeUsername } from '../wire/user-row.ts';
import { directoryMapping, groupsOfMapping } from './mapping.ts';
import { type Moves, openMoves } from './members.ts';

const shape = ids({ unique: true });

function groupsToDelete(objects: RealmObjects, usrgrpids: readonly string[]): readonly Group[] {
  const { disabled_usrgrpid = '0' } = valuesOf(objects, 'authentication', authentication);
  if (usrgrpids.includes(disabled_usrgrpid)) badInput('Deprovisioned users group cannot be deleted.');
  const groups = usrgrpids.map((id) => objects.groups.get(id) ?? noPermissions());
  const { alert_usrgrpid } = valuesOf(objects, 'settings', settings);
  for (const { id, name } of groups) {
    if (id === alert_usrgrpid) {
      badInput(`User group "${name}" is used in configuration for database down messages.`);
    }
  }
  return groups;
}

async function unseat(context: Context, { id, name }: Group, moves: Moves): Promise<void> {
  for await (const member of walkMembers(context, { kind: 'group', id })) {
    if (isFromDirectory(member)) {
      const user = writeUsername(member);
      badInput(`Cannot delete user group "${name}", because it is used by provisioned user "${user}".`);
    }
    moves.leave(member, id);
  }
}

/** Refuses a group that a directory puts people into. */
function checkMappings(objects: RealmObjects, groups: readonly Group[]): void {
  for (const { id, name } of groups) {
    const directory = directoryMapping(objects, (mapping) => groupsOfMapping(mapping).includes(id));
    if (directory === null) continue;
    const isSaml = textOf(directory.values, 'idp_type', '1') === '2';
    const user = isSaml ? 'SAML userdirectory' : `LDAP userdirectory "${directory.name ?? ''}"`;
    badInput(`Cannot delete user group "${name}", because it is used by ${user}.`);
  }
}

/** Deletes groups and takes their members out of them, all or nothing. Answers their ids. Source: Zabbix 7.0 manual, "usergroup.delete"; 2026-08. */
export async function remove(call: Call, params: object): Promise<unknown> {
  const usrgrpids = read(shape, params, '/');
  const { context } = call;
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const groups = groupsToDelete(objects, usrgrpids);
    const moves = openMoves();
    for (const group of groups) await unseat(context, group, moves);
    checkMappings(objects, groups);
    const intents = groups.map((before): Intent => ({ op: 'remove', before }));
    return { intents, users: moves.requests(), numbering: null, result: null };
  });
  return { usrgrpids };
}
