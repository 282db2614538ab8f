// Zabbix' contract, shapes: what each method takes and answers, down to the type of each value.
import { describe, expect, test } from 'vitest';
import { password, useScene } from './zabbix-scene.ts';

const { on, ask } = useScene();
const bare = (username: string) => ({ username, usrgrps: [{ usrgrpid: '12' }] });

describe('users', () => {
  test('are made and changed one or many, in the order of the call', async () => {
    const { userids } = await ask('user.create', [bare('zulu'), bare('alpha')]);
    expect(userids).toEqual(['12', '13']);
    expect(await ask('user.update', { userid: 13, name: 'x' })).toEqual({ userids: ['13'] });
    expect(await ask('user.update', [{ userid: '13' }, { userid: '12' }])).toEqual({ userids: ['13', '12'] });
    expect(await ask('user.unblock', ['13', '12'])).toEqual({ userids: ['13', '12'] });
    expect(await ask('user.resettotp', ['999', '12'])).toEqual({ userids: ['999', '12'] });
    expect(await ask('user.resetTotp', ['12'])).toEqual({ userids: ['12'] });
    expect(await ask('user.provision', ['12', '999'])).toEqual({ userids: [] });
    expect(await ask('user.delete', ['13', '12'])).toEqual({ userids: ['13', '12'] });
  });

  test('are told in texts, all of them', async () => {
    const [user] = await ask('user.get', { userids: '3' });
    expect(user).toEqual({
      ...{ userid: '3', username: 'mate', name: 'Jim', surname: 'Hawkins', url: '', autologin: '0' },
      ...{ autologout: '15m', lang: 'default', refresh: '30s', theme: 'default', attempt_failed: '0', attempt_ip: '' },
      ...{ attempt_clock: '0', rows_per_page: '50', timezone: 'default', roleid: '1', userdirectoryid: '0' },
      ...{ ts_provisioned: '0', provisioned: '0' },
    });
    expect(await ask('user.get', { countOutput: true })).toMatch(/^[0-9]+$/);
    expect(Object.keys(await ask('user.get', { userids: ['3', '4'], preservekeys: true }))).toEqual(['3', '4']);
    const selects = { selectUsrgrps: 'extend', selectMedias: 'extend', selectRole: ['name'], getAccess: true };
    const [silent] = await ask('user.get', { userids: '7', output: [], ...selects });
    expect(silent).toMatchObject({
      ...{ userid: '7', gui_access: '3', debug_mode: '0', users_status: '0', role: { name: 'Deck role' } },
      usrgrps: [{ usrgrpid: '12', name: 'No access to the frontend', gui_access: '3', users_status: '0' }],
    });
    expect(silent.medias).toEqual([
      {
        ...{ mediaid: '7000001', mediatypeid: '3', sendto: '+1', active: '0', severity: '63' },
        ...{ period: '1-7,00:00-24:00', userdirectory_mediaid: '0', provisioned: '0' },
      },
    ]);
    const [drifter] = await ask('user.get', { userids: '9', output: [], selectRole: 'extend' });
    expect(drifter).toEqual({ userid: '9', role: [] });
  });

  test('are shown to each other by name alone', async () => {
    const [other] = await ask('user.get', { userids: '4' }, 'mate');
    expect(other).toEqual({ userid: '4', username: 'officer', name: '', surname: '' });
    expect(await ask('user.get', { userids: ['1', '7'] }, 'mate')).toEqual([]);
    const [own] = await ask('user.get', { userids: '3' }, 'mate');
    expect(Object.keys(own)).not.toEqual(expect.arrayContaining(['userdirectoryid']));
    expect(own).toMatchObject({ roleid: '1', provisioned: '0', attempt_failed: '0' });
    expect(await ask('user.get', { editable: true, output: ['userid'] }, 'officer')).toEqual([{ userid: '4' }]);
  });
});

const signedIn = {
  ...{ userid: '3', username: 'mate', name: 'Jim', surname: 'Hawkins', url: '', autologin: '0', autologout: '15m' },
  ...{ lang: 'en_US', refresh: '30s', theme: 'default', attempt_failed: '0', attempt_ip: '', attempt_clock: '0' },
  ...{ rows_per_page: '50', timezone: 'system', roleid: '1', userdirectoryid: '0', ts_provisioned: '0' },
  ...{ debug_mode: 0, deprovisioned: false, gui_access: 0, mfaid: 0, auth_type: 0, type: 1, userip: '127.0.0.1' },
};
const session = { sessionid: expect.stringMatching(/^.+$/), secret: expect.stringMatching(/^[0-9a-f]{32}$/) };

describe('signing in', () => {
  test('answers a session, or who it is', async () => {
    const sessionid = await ask('user.login', { username: 'mate', password }, 'nobody');
    expect(sessionid).toMatch(/^[0-9a-f]{32}$/);
    const known = await ask('user.login', { username: 'mate', password, userData: true }, 'nobody');
    expect(known).toEqual({ ...signedIn, ...session });
    const checked = await ask('user.checkAuthentication', { sessionid: known.sessionid }, 'nobody');
    expect(checked).toEqual(known);
    expect(await ask('user.checkAuthentication', { token: on().shows.get("the mate's token") }, 'nobody')).toEqual(
      signedIn,
    );
    for (const params of [[], {}]) {
      const short = await ask('user.login', { username: 'mate', password }, 'nobody');
      expect(await on().place.ask('user.logout', params, short)).toBe(true);
    }
  });
});

describe('other objects', () => {
  test('answer under the name of their ids', async () => {
    expect(await ask('usergroup.create', [{ name: 'z' }, { name: 'a' }])).toEqual({ usrgrpids: ['18', '19'] });
    expect(await ask('usergroup.update', { usrgrpid: 19, users: { userid: 3 } })).toEqual({ usrgrpids: ['19'] });
    expect(await ask('usergroup.delete', ['19', '18'])).toEqual({ usrgrpids: ['19', '18'] });
    expect(await ask('role.create', { name: 'z', type: 1 })).toEqual({ roleids: ['8'] });
    expect(await ask('role.update', { roleid: '8', name: 'y' })).toEqual({ roleids: ['8'] });
    expect(await ask('role.delete', ['8'])).toEqual({ roleids: ['8'] });
    expect(await ask('token.create', { name: 'z' })).toEqual({ tokenids: ['6'] });
    const [made] = await ask('token.generate', ['6']);
    expect(made).toEqual({ tokenid: '6', token: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await ask('token.update', { tokenid: '6', status: 1 })).toEqual({ tokenids: ['6'] });
    expect(await ask('token.delete', ['6'])).toEqual({ tokenids: ['6'] });
    expect(await ask('authentication.update', { passwd_min_length: 9, passwd_check_rules: '8' })).toEqual([
      'passwd_min_length',
      'passwd_check_rules',
    ]);
    expect(await ask('authentication.update', {})).toEqual([]);
    expect(await ask('mediatype.update', { mediatypeid: '3', status: 0 })).toEqual({ mediatypeids: ['3'] });
  });

  test('are told in texts', async () => {
    const [token] = await ask('token.get', { tokenids: '2' });
    expect(token).toEqual({
      ...{ tokenid: '2', userid: '3', name: 'sextant', description: '', lastaccess: '0', status: '1', expires_at: '0' },
      ...{ created_at: expect.stringMatching(/^[0-9]+$/), creator_userid: '1' },
    });
    expect(await ask('role.get', { output: [] })).toEqual(Array.from({ length: 7 }, () => []));
    expect(await ask('role.get', { selectUsers: 'count', output: ['name'], roleids: ['5'] })).toEqual([
      { name: 'Deck role', users: '2' },
    ]);
  });
});
