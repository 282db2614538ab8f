// Getting users, groups, roles and media types as somebody else than a super administrator: what is seen, and what is not.
import { beforeAll, describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();
const passwd = 'Quarterdeck-92';
const names = (userid: string, username: string) => ({ userid, username, name: '', surname: 'Smith' });
/** The sessions of a user, an administrator and a user without groups. */
const sessions: Record<string, string> = {};

beforeAll(async () => {
  const seven = [{ usrgrpid: '7' }, { usrgrpid: '11' }];
  const medias = [{ mediatypeid: '3', sendto: '+1' }];
  const all = { passwd, surname: 'Smith', url: 'www.x', timezone: 'Europe/Rome', medias };
  await place.ask('user.create', [
    { ...all, username: 'user', roleid: '1', usrgrps: [{ usrgrpid: '7' }] },
    { ...all, username: 'admin2', roleid: '2', usrgrps: [{ usrgrpid: '7' }] },
    { ...all, username: 'mate', roleid: '1', usrgrps: seven },
    { ...all, username: 'stranger', roleid: '1', usrgrps: [{ usrgrpid: '11' }] },
    { ...all, username: 'lonely', roleid: '1' },
  ]);
  // A label that both bear makes no colleagues.
  for (const userid of ['3', '6', '7']) {
    const { body } = await place.rest('GET', `/api/users/serial:${userid}`);
    await place.rest('PATCH', `/api/users/serial:${userid}`, { groups: [...body.groups, 'staff'] });
  }
  for (const name of ['user', 'admin2', 'lonely']) sessions[name] = await place.login(name, passwd);
});

const as = (who: string, params: object, method = 'user.get') => place.ask(method, params, sessions[who]);
const idsSeen = async (who: string, params: object) =>
  (await as(who, { output: ['userid'], ...params })).map(({ userid }: { userid: string }) => userid);

describe.each([
  ['user', '3', '1'],
  ['admin2', '4', '2'],
])('%s', (who, own, roleid) => {
  test('sees colleagues by name, and nearly all of oneself', async () => {
    const found = await as(who, {});
    const others = found.filter(({ userid }: { userid: string }) => userid !== own);
    const admin = { userid: '1', username: 'Admin', name: 'Zabbix', surname: 'Administrator' };
    const mates = [names('3', 'user'), names('4', 'admin2'), names('5', 'mate')].filter(({ userid }) => userid !== own);
    expect(others).toEqual([admin, ...mates]);
    const [oneself] = await as(who, { userids: own });
    expect(oneself).toMatchObject({ ...names(own, who), url: 'www.x', roleid, provisioned: '0', attempt_failed: '0' });
    expect(oneself).not.toHaveProperty('userdirectoryid');
    expect(oneself).not.toHaveProperty('ts_provisioned');
    expect(found).toContainEqual(oneself);
    expect(await as(who, { output: ['url', 'ts_provisioned'], userids: ['5', own] })).toEqual(
      expect.arrayContaining([{ userid: '5' }, { userid: own, url: 'www.x' }]),
    );
  });

  test.each([
    [{ userids: ['1', '2', '5', '6', '7'] }, ['1', '5']],
    [{ usrgrpids: '7' }, ['1', '3', '4', '5']],
    [{ usrgrpids: '11' }, []],
    [{ filter: { surname: 'Smith' } }, ['3', '4', '5']],
    [{ filter: { username: 'stranger' } }, []],
    [{ filter: { username: 'mate' } }, ['5']],
    [{ search: { surname: 'smi' }, sortfield: 'username' }, ['4', '5', '3']],
    [{ search: { surname: 'smi' }, countOutput: false, limit: 1 }, ['3']],
  ])('%j finds colleagues', async (params, expected) => expect(await idsSeen(who, params)).toEqual(expected));

  test.each([
    [{ filter: { timezone: 'Europe/Rome' } }],
    [{ filter: { timezone: 'Europe/Rome' }, searchByAny: true }],
    [{ filter: { roleid } }],
    [{ filter: { autologout: 900 } }],
    [{ search: { url: 'WWW' } }],
    [{ search: { url: 'nothing' }, excludeSearch: true }],
    [{ mediaids: ['3000001', '4000001', '5000001', '6000001'] }],
    [{ mediatypeids: '3' }],
    [{ editable: true }],
    [{ userids: ['6', own] }],
  ])('%j finds only oneself', async (params) => expect(await idsSeen(who, params)).toEqual([own]));

  test('counts only who is seen', async () => {
    expect(await as(who, { countOutput: true })).toBe('4');
    expect(await as(who, { countOutput: true, filter: { url: 'www.x' } })).toBe('1');
    expect(await as(who, { countOutput: true, editable: true, usrgrpids: '11' })).toBe('0');
  });

  test('is told more of oneself only, but for shared groups', async () => {
    const more = {
      selectUsrgrps: ['usrgrpid'],
      selectMedias: 'extend',
      selectMediatypes: ['name'],
      selectRole: ['roleid'],
    };
    const [mate] = await as(who, { output: [], getAccess: 1, ...more, userids: '5' });
    const [oneself] = await as(who, { output: [], getAccess: 1, ...more, userids: own });
    expect(mate).toEqual({ userid: '5', usrgrps: [{ usrgrpid: '7' }] });
    expect(oneself).toMatchObject({
      ...{ userid: own, gui_access: '0', usrgrps: [{ usrgrpid: '7' }], role: { roleid } },
      mediatypes: [{ mediatypeid: '3', name: 'SMS' }],
    });
    expect(oneself.medias).toHaveLength(1);
    expect(oneself.medias[0]).not.toHaveProperty('userdirectory_mediaid');
  });

  test('sees their own groups without what they are joined to', async () => {
    const found = await as(who, { selectUsers: 'extend', selectHostGroupRights: 'extend' }, 'usergroup.get');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ usrgrpid: '7', mfa_status: '0', hostgroup_rights: [] });
    expect(found[0]).not.toHaveProperty('mfaid');
    expect(found[0]).not.toHaveProperty('userdirectoryid');
    const users = new Map(found[0].users.map((user: { userid: string }) => [user.userid, user]));
    expect([...users.keys()]).toEqual(['1', '3', '4', '5']);
    expect(users.get('5')).toEqual(names('5', 'mate'));
    expect(users.get(own)).toMatchObject({ url: 'www.x', gui_access: '0' });
    expect(await as(who, { usrgrpids: ['7', '11'], userids: '5', output: [] }, 'usergroup.get')).toEqual([
      { usrgrpid: '7' },
    ]);
    expect(await as(who, { userids: '6' }, 'usergroup.get')).toEqual([]);
    expect(await as(who, { editable: true, countOutput: true }, 'usergroup.get')).toEqual([]);
  });

  test('sees their own role, and of its users oneself', async () => {
    const found = await as(who, { output: ['roleid'], selectUsers: ['username'] }, 'role.get');
    expect(found).toEqual([{ roleid, users: [{ username: who }] }]);
    expect(await as(who, { output: ['roleid'], selectUsers: 'count' }, 'role.get')).toEqual([{ roleid, users: '1' }]);
    expect(await as(who, { roleids: '3' }, 'role.get')).toEqual([]);
    expect(await as(who, { editable: true }, 'role.get')).toEqual([]);
    expect(await as(who, { editable: true, countOutput: true }, 'role.get')).toBe('0');
    const path = `Invalid parameter "/selectUsers/1": value must be one of "userid",`;
    const { error } = await place.call('role.get', { selectUsers: ['ts_provisioned'] }, sessions[who]);
    expect(error?.data.startsWith(path)).toBe(true);
  });

  test('sees of media types who they are', async () => {
    const [email, sms] = await as(
      who,
      { selectUsers: ['username'], selectMessageTemplates: 'extend' },
      'mediatype.get',
    );
    expect(email).toEqual({
      ...{ mediatypeid: '1', type: '0', name: 'Email', status: '1', description: '', maxattempts: '3', users: [] },
    });
    expect(sms).toMatchObject({ mediatypeid: '3', users: [{ userid: own, username: who }] });
    const found = (params: object) => as(who, { output: [], ...params }, 'mediatype.get');
    expect(await found({ userids: ['3', '4', '5'] })).toEqual([{ mediatypeid: '3' }]);
    expect(await found({ userids: '5' })).toEqual([]);
    expect(await found({ mediaids: '5000001' })).toEqual([]);
    expect(await found({ editable: 1 })).toEqual([]);
    expect(await found({ mediatypeids: '1', output: ['smtp_server', 'parameters'] })).toEqual([{ mediatypeid: '1' }]);
  });
});

test('somebody without a group sees nobody, oneself only to be changed', async () => {
  expect(await as('lonely', {})).toEqual([]);
  expect(await as('lonely', { userids: '7' })).toEqual([]);
  expect(await as('lonely', { editable: true, output: ['username'] })).toEqual([{ userid: '7', username: 'lonely' }]);
  expect(await as('lonely', {}, 'usergroup.get')).toEqual([]);
  expect(await as('lonely', { output: ['roleid'], selectUsers: 'count' }, 'role.get')).toEqual([
    { roleid: '1', users: '0' },
  ]);
});
