// Zabbix' contract, the audit log: the records of a call of each kind, to the letter.
import { describe, expect, test } from 'vitest';
import { password, useScene } from './zabbix-scene.ts';

const { on, ask } = useScene();

type AuditRow = Readonly<Record<string, string>>;

/** The records that come while the work is done, as a set. */
async function recordsOf(work: () => Promise<unknown>): Promise<readonly AuditRow[]> {
  const all = async (): Promise<readonly AuditRow[]> => await ask('auditlog.get', { sortfield: 'auditid' });
  const before = new Set((await all()).map(({ auditid }) => auditid));
  await work();
  return (await all()).filter(({ auditid }) => !before.has(auditid));
}

/** What they say, with the details read. */
async function told(work: () => Promise<unknown>) {
  return (await recordsOf(work)).map(({ action, resourcetype, resourceid, resourcename, details = '' }) => [
    ...[Number(action), Number(resourcetype), resourceid, resourcename],
    details === '' ? '' : JSON.parse(details),
  ]);
}

const [added, updated, deleted, loggedOut, loggedIn, failed] = [0, 1, 2, 4, 8, 9];
const [user, mediaType, group, authentication, role, token, userDirectory, mfa] = [0, 3, 11, 42, 44, 45, 49, 54];

describe('a record', () => {
  test('says who did what to whom, when and where', async () => {
    const records = await recordsOf(() =>
      ask('user.update', [
        { userid: '7', name: 'A' },
        { userid: '9', name: 'B', username: 'sailor' },
      ]),
    );
    const cuid = expect.stringMatching(/^c[0-9a-z]{24}$/);
    const common = {
      ...{ auditid: cuid, recordsetid: records[0]?.recordsetid, userid: '1', username: 'Admin', ip: '127.0.0.1' },
      ...{ clock: expect.stringMatching(/^[0-9]{10}$/), action: '1', resourcetype: '0', resource_cuid: '0' },
    };
    expect(records).toEqual([
      { ...common, resourceid: '7', resourcename: 'silent', details: '{"user.name":["update","A",""]}' },
      { ...common, resourceid: '9', resourcename: 'drifter', details: expect.stringContaining('"sailor","drifter"') },
    ]);
    expect(records[0]?.recordsetid).toEqual(cuid);
  });

  test('is not written of what changes nothing, but of every password', async () => {
    expect(await told(() => ask('user.update', { userid: '7' }))).toEqual([]);
    expect(await told(() => ask('user.update', { userid: '4', passwd: password }))).toEqual([
      [updated, user, '4', 'officer', { 'user.passwd': ['update', '******', '******'] }],
    ]);
  });
});

describe('users', () => {
  test('come and go', async () => {
    const wish = { username: 'stowaway', roleid: '1', name: 'Tom', usrgrps: [{ usrgrpid: '12' }] };
    const [[action, type, id, name, details] = []] = await told(() => ask('user.create', wish));
    expect([action, type, id, name]).toEqual([added, user, '12', 'stowaway']);
    expect(details).toMatchObject({
      ...{ 'user.username': ['add', 'stowaway'], 'user.name': ['add', 'Tom'], 'user.roleid': ['add', '1'] },
      'user.userid': ['add', '12'],
    });
    expect(Object.keys(details).filter((key) => key.startsWith('user.usrgrps['))).toHaveLength(3);
    expect(Object.keys(details), 'defaults are left out').not.toContain('user.theme');
    expect(await told(() => ask('user.delete', ['12']))).toEqual([[deleted, user, '12', 'stowaway', '']]);
  });

  test('log in, fail to, and log out', async () => {
    const { place } = on();
    let session = '';
    const enter = async () => {
      session = await place.login('mate', password);
    };
    expect(await told(enter)).toEqual([[loggedIn, user, '3', '', '']]);
    expect(await told(() => place.ask('user.logout', [], session))).toEqual([[loggedOut, user, '3', '', '']]);
    const wrong = (username: string) => () => place.call('user.login', { username, password: 'wrong' }, null);
    const [first, second] = await told(wrong('mate'));
    expect(first?.slice(0, 4)).toEqual([updated, user, '3', 'mate']);
    expect(first?.[4]).toMatchObject({ 'user.attempt_failed': ['update', '1', '0'] });
    expect(second).toEqual([failed, user, '3', '', '']);
    const [reset, entered] = await told(enter);
    expect(reset?.[4]).toMatchObject({ 'user.attempt_failed': ['update', '0', '1'] });
    expect(entered).toEqual([loggedIn, user, '3', '', '']);
    expect(await recordsOf(wrong('no one'))).toMatchObject([
      { action: '9', userid: '0', resourceid: '0', username: 'no one', resourcename: '' },
    ]);
  });
});

describe('other objects', () => {
  test('groups, and who is in them', async () => {
    const made = await told(() => ask('usergroup.create', { name: 'Watch', users: [{ userid: '3' }] }));
    expect(made).toHaveLength(2);
    const own = made.find(([action]) => action === added);
    expect(own?.slice(0, 4)).toEqual([added, group, '18', 'Watch']);
    expect(own?.[4]).toMatchObject({ 'usergroup.name': ['add', 'Watch'], 'usergroup.usrgrpid': ['add', '18'] });
    expect(made.map((row) => row.slice(0, 4))).toContainEqual([updated, user, '3', 'mate']);
    expect(await told(() => ask('usergroup.update', { usrgrpid: '18', name: 'Lookout', debug_mode: 1 }))).toEqual([
      [
        ...[updated, group, '18', 'Watch'],
        { 'usergroup.name': ['update', 'Lookout', 'Watch'], 'usergroup.debug_mode': ['update', '1', '0'] },
      ],
    ]);
    const gone = await told(() => ask('usergroup.delete', ['18']));
    expect(gone.map((row) => row.slice(0, 4))).toEqual(
      expect.arrayContaining([
        [deleted, group, '18', 'Lookout'],
        [updated, user, '3', 'mate'],
      ]),
    );
  });

  test('roles', async () => {
    expect(await told(() => ask('role.create', { name: 'Cook', type: 1 }))).toEqual([[added, role, '8', 'Cook', '']]);
    expect(await told(() => ask('role.update', { roleid: '8', rules: { 'api.mode': 1 } }))).toEqual([]);
    expect(await told(() => ask('role.update', { roleid: '8', name: 'Surgeon' }))).toEqual([
      [updated, role, '8', 'Cook', { 'role.name': ['update', 'Surgeon', 'Cook'] }],
    ]);
    expect(await told(() => ask('role.delete', ['8']))).toEqual([[deleted, role, '8', 'Surgeon', '']]);
  });

  test('tokens', async () => {
    const [made] = await told(() => ask('token.create', { name: 'chart', userid: '3' }));
    expect(made?.slice(0, 4)).toEqual([added, token, '6', 'chart']);
    expect(made?.[4]).toMatchObject({ 'token.name': ['add', 'chart'], 'token.userid': ['add', '3'] });
    const [generated] = await told(() => ask('token.generate', ['6']));
    expect(generated?.slice(0, 4)).toEqual([updated, token, '6', 'chart']);
    expect(generated?.[4]['token.token']).toEqual(['update', '******', '******']);
    expect(await told(() => ask('token.delete', ['6']))).toEqual([[deleted, token, '6', 'chart', '']]);
  });

  test('authentication and media types', async () => {
    expect(await told(() => ask('authentication.update', { passwd_min_length: 9 }))).toMatchObject([
      [updated, authentication, '1', expect.anything(), { 'authentication.passwd_min_length': ['update', '9', '8'] }],
    ]);
    expect(await told(() => ask('mediatype.update', { mediatypeid: '3', status: 0 }))).toEqual([
      [updated, mediaType, '3', 'SMS', { 'mediatype.status': ['update', '0', '1'] }],
    ]);
  });

  test('directories and MFA methods', async () => {
    const duo = { type: 2, name: 'Duo', api_hostname: 'duo.example.com', clientid: 'c', client_secret: 'canary-duo' };
    expect((await told(() => ask('mfa.create', duo)))[0]).toEqual([
      ...[added, mfa, '1', 'Duo'],
      {
        ...{ 'mfa.mfaid': ['add', '1'], 'mfa.name': ['add', 'Duo'], 'mfa.type': ['add', '2'] },
        ...{ 'mfa.api_hostname': ['add', 'duo.example.com'], 'mfa.clientid': ['add', 'c'] },
        'mfa.client_secret': ['add', '******'],
      },
    ]);
    const harbour = { idp_type: 1, name: 'Harbour', host: 'h', port: 636, base_dn: 'b', search_attribute: 'uid' };
    const [made] = await told(() => ask('userdirectory.create', { ...harbour, bind_password: 'canary-bind' }));
    expect(made?.slice(0, 4)).toEqual([added, userDirectory, '1', 'Harbour']);
    expect(made?.[4]).toMatchObject({ 'userdirectory.host': ['add', 'h'], 'userdirectory.port': ['add', '636'] });
    expect(Object.keys(made?.[4]), 'defaults are left out').not.toContain('userdirectory.start_tls');
    const all = JSON.stringify(await ask('auditlog.get', {}));
    expect(all).not.toContain('canary');
  });

  test('never show a secret', async () => {
    const all = JSON.stringify(await ask('auditlog.get', {}));
    for (const secret of [password, ...on().shows.values()]) {
      if (secret !== null) expect(all).not.toContain(secret);
    }
  });
});
