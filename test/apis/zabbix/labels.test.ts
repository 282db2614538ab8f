// Labels: entries of a user's groups that are no group's id, which other APIs put there. Nothing shows them here, and nothing takes them away.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { furnish } from '../../../src/apis/zabbix/furnish.ts';
import { updateUsers } from '../../../src/core/commands/update-users.ts';
import { set } from '../../../src/core/model/patch.ts';
import { openWorld } from '../../commands/world.ts';
import { searcher } from '../../ldap/people.ts';
import { patch } from '../../users.ts';
import { bringingIn, ldapAt, ldapPort, passwords, signInBy, without } from './directories.ts';
import { openPlace, type Place, usePlace } from './harness.ts';
import { newcomer, password, recordOf } from './login-scene.ts';
import { seen } from './user-scene.ts';

const opened: Place[] = [];
afterEach(async () => {
  for (const place of opened.splice(0)) await place.app.close(100);
});

const labels = ['coronium:vip', '10', '4711', '007', 'a label'];
const put = async (on: Place, userid: string, groups: readonly string[]) =>
  expect((await on.rest('PATCH', `/api/users/serial:${userid}`, { groups })).status).toBe(200);
const groupsOf = async (on: Place, userid: string) => (await recordOf(on, userid)).groups;
const wish = (ids: readonly string[]) => ids.map((usrgrpid) => ({ usrgrpid }));

describe('a list that is replaced', () => {
  const place = usePlace();

  test('by user.update leaves them in their places, whatever the lists', async () => {
    const userid = await newcomer(place, place.fresh('mate'));
    const ids = fc.uniqueArray(fc.constantFrom<string>('7', '8', '11', '12', '13'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...labels, '7', '8', '12')), ids, async (had, wanted) => {
        await put(place, userid, had);
        await place.ask('user.update', { userid, usrgrps: wish(wanted) });
        const has = await groupsOf(place, userid);
        const stays = had.filter((id) => labels.includes(id) || wanted.includes(id));
        expect(has.slice(0, stays.length)).toEqual(stays);
        expect(has.filter((id) => !labels.includes(id)).toSorted()).toEqual(wanted.toSorted());
        const sorted = wanted.toSorted((one, other) => Number(one) - Number(other));
        expect((await seen(place, userid)).usrgrps).toEqual(wish(sorted));
      }),
      { numRuns: 40 },
    );
  });

  test('by the same one changes nothing', async () => {
    const userid = await newcomer(place, place.fresh('mate'));
    await put(place, userid, ['8', ...labels, '7']);
    const before = await recordOf(place, userid);
    await place.ask('user.update', { userid, usrgrps: wish(['7', '8']) });
    expect(await recordOf(place, userid)).toEqual(before);
  });

  test('by usergroup.create, .update and .delete leaves them alone', async () => {
    const userid = await newcomer(place, place.fresh('mate'));
    await put(place, userid, ['a label', '8', 'coronium:vip', '4711']);
    const group = { name: place.fresh('Crew'), users: [{ userid }] };
    const [usrgrpid] = (await place.ask('usergroup.create', group)).usrgrpids;
    expect(await groupsOf(place, userid)).toEqual(['a label', '8', 'coronium:vip', '4711', usrgrpid]);
    await place.ask('usergroup.update', { usrgrpid: '8', users: [] });
    await place.ask('usergroup.delete', [usrgrpid]);
    expect(await groupsOf(place, userid)).toEqual(['a label', 'coronium:vip', '4711']);
  });

  test('cannot name one', async () => {
    const userid = await newcomer(place, place.fresh('mate'));
    await put(place, userid, ['7', '4711']);
    const unknown = 'Invalid parameter "/1/usrgrps/2": object does not exist.';
    await place.refuse('user.update', { userid, usrgrps: wish(['7', '4711']) }, -32602, unknown);
    const gone = 'No permissions to referred object or it does not exist!';
    await place.refuse('usergroup.update', { usrgrpid: '4711', users: [] }, -32500, gone);
    await place.refuse('usergroup.delete', ['4711'], -32500, gone);
  });
});

describe('a label', () => {
  const place = usePlace();
  const shown = ['coronium:vip', '4711', '987654321'];

  test('is told by no method, and by no record of the audit log', async () => {
    const username = place.fresh('mate');
    const made = { username, role: 'user', password, groups: ['7', ...shown] };
    expect((await place.rest('POST', '/api/users', made)).status).toBe(201);
    const [{ userid }] = await place.ask('user.get', { filter: { username } });
    await put(place, userid, [...shown, '8', 'other:vip']);
    await place.ask('user.update', { userid, usrgrps: wish(['8', '11']) });
    await put(place, userid, ['8']);
    const session = await place.login(username, password);
    const everything = [
      await place.ask('user.get', { userids: userid, selectUsrgrps: 'extend', getAccess: true }),
      await place.ask('user.get', { output: 'extend', selectUsrgrps: 'extend' }, session),
      await place.ask('usergroup.get', { userids: userid, selectUsers: 'extend' }),
      await place.ask('user.login', { username, password, userData: true }, null),
      await place.ask('auditlog.get', { filter: { resourceid: userid }, output: ['details'] }),
    ];
    for (const label of [...shown, 'other:vip']) expect(JSON.stringify(everything)).not.toContain(label);
    expect(JSON.stringify(everything)).toContain('user.usrgrps[11]');
  });

  test('that comes or goes is no record; a group that is gone still stands in those of its time', async () => {
    const userid = await newcomer(place, place.fresh('mate'));
    const [usrgrpid] = (await place.ask('usergroup.create', { name: place.fresh('Crew') })).usrgrpids;
    const records = async () => {
      const asked = { filter: { resourceid: userid, resourcetype: 0 }, sortfield: 'auditid' };
      return (await place.ask('auditlog.get', asked)).slice(1).map(({ details }: { details: string }) => details);
    };
    await put(place, userid, ['7', '4711', 'coronium:vip']);
    await put(place, userid, ['4711', '7']);
    expect(await records()).toEqual([]);
    await place.ask('user.update', { userid, usrgrps: wish(['7', usrgrpid]) });
    await place.ask('usergroup.delete', [usrgrpid]);
    const row = `user.usrgrps[${usrgrpid}]`;
    expect((await records()).map((details: string) => JSON.parse(details))).toMatchObject([
      { [row]: ['add'], [`${row}.usrgrpid`]: ['add', usrgrpid] },
      { [row]: ['delete'] },
    ]);
  });

  test('finds nobody and opens nothing', async () => {
    const [one, other] = [place.fresh('mate'), place.fresh('mate')];
    for (const username of [one, other]) await put(place, await newcomer(place, username), ['4711', 'coronium:vip']);
    expect(await place.ask('user.get', { usrgrpids: '4711' })).toEqual([]);
    expect(await place.ask('usergroup.get', { usrgrpids: '4711' })).toEqual([]);
    const session = await place.login(one, password);
    expect(await place.ask('user.get', {}, session)).toEqual([]);
    expect(await place.ask('usergroup.get', {}, session)).toEqual([]);
  });
});

test('a directory leaves them in their places, whoever stays and whoever goes', async () => {
  const place = await openPlace();
  opened.push(place);
  const id = await signInBy(place, ldapAt(await ldapPort(), bringingIn));
  await place.login('ada', passwords.ada);
  const [{ userid }] = await place.ask('user.get', { filter: { username: 'ada' } });
  const had = ['coronium:vip', '7', '4711'];
  await put(place, userid, had);
  await place.ask('user.provision', [userid]);
  await place.login('ada', passwords.ada);
  expect(await groupsOf(place, userid)).toEqual(had);
  const moved = { userdirectoryid: id, port: await ldapPort(without('ada')), bind_password: searcher.password };
  await place.ask('userdirectory.update', moved);
  await place.ask('user.provision', [userid]);
  expect(await groupsOf(place, userid)).toEqual(['coronium:vip', '4711', '9']);
});

test.each([
  [['coronium:vip'], ['coronium:vip', '7', '13']],
  [[], ['7', '13']],
  [
    ['coronium:vip', '8'],
    ['coronium:vip', '8'],
  ],
])('an administrator with the groups %j has %j once there is furniture', async (had, has) => {
  const { context } = await openWorld();
  const system = { ...context, actor: { kind: 'system' } } as const;
  const reference = { by: 'serial', serial: 1 } as const;
  const request = { reference, patch: patch({ groups: set(had) }), ifRev: null };
  await updateUsers(system, [request], { system: true });
  await furnish(system);
  expect((await context.ports.store.loadUser('default', reference))?.user.groups).toEqual(has);
});
