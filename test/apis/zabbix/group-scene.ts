// What the tests about groups need besides the API: users whom a directory keeps, and what the history tells of objects.
import { updateUsers } from '../../../src/core/commands/update-users.ts';
import { untouched } from '../../../src/core/model/patch.ts';
import type { Place } from './harness.ts';
import { contextOf, newcomer } from './login-scene.ts';

/** Makes somebody whom the directory with the number 1 keeps; answers the id. */
export async function provisioned(place: Place, username: string, more: object = {}): Promise<string> {
  const userid = await newcomer(place, username, more);
  const extras = { op: 'merge', api: 'zabbix', value: { userdirectoryid: '1' } } as const;
  const reference = { by: 'serial', serial: Number(userid) } as const;
  const requests = [{ reference, patch: { ...untouched, extras }, ifRev: null }];
  await updateUsers(await contextOf(place), requests, { system: false });
  return userid;
}

/** What has been told so far of everybody and everything, oldest first: type, and the call that it came with. */
export async function toldOfAll(place: Place) {
  const open = { beyond: null, types: null, from: null, to: null } as const;
  const query = { ...open, direction: 'ascending', limit: 10_000 } as const;
  const changes = await place.app.ports.store.readChanges('default', query);
  return changes.map(({ type, requestId }) => ({ type, requestId }));
}

/** What is told of while the work is done. */
export async function toldDuring(place: Place, work: () => Promise<unknown>) {
  const before = await toldOfAll(place);
  await work();
  return (await toldOfAll(place)).slice(before.length);
}
