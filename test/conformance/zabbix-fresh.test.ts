// Zabbix' contract, a fresh server: who and what is there, how it is set, and which ids come next.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlace, type Place } from '../apis/zabbix/harness.ts';

let place: Place | null = null;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(async () => await place?.app.close(100));

const ask = async (method: string, params: object = {}) => {
  if (place === null) throw new Error('there is no server');
  return await place.ask(method, params);
};

describe('a fresh server', () => {
  test('has two users', async () => {
    const output = ['username', 'name', 'surname', 'roleid', 'autologin', 'autologout', 'lang', 'theme', 'refresh'];
    const users = await ask('user.get', { output, selectUsrgrps: ['usrgrpid'], sortfield: 'userid' });
    const plain = { lang: 'default', theme: 'default', refresh: '30s' };
    const groups = (...ids: string[]) => ids.map((usrgrpid) => ({ usrgrpid }));
    expect(users).toEqual([
      {
        ...{ userid: '1', username: 'Admin', name: 'Zabbix', surname: 'Administrator', roleid: '3' },
        ...{ ...plain, autologin: '1', autologout: '0', usrgrps: groups('7', '13') },
      },
      {
        ...{ userid: '2', username: 'guest', name: '', surname: '', roleid: '4' },
        ...{ ...plain, autologin: '0', autologout: '15m', usrgrps: groups('8', '9', '13') },
      },
    ]);
  });

  test('has six groups', async () => {
    const output = ['name', 'gui_access', 'users_status', 'debug_mode', 'userdirectoryid', 'mfa_status', 'mfaid'];
    const groups = await ask('usergroup.get', { output, sortfield: 'usrgrpid' });
    const group = (usrgrpid: string, name: string, more: object = {}) => ({
      ...{ usrgrpid, name, gui_access: '0', users_status: '0', debug_mode: '0' },
      ...{ userdirectoryid: '0', mfa_status: '0', mfaid: '0', ...more },
    });
    expect(groups).toEqual([
      group('7', 'Zabbix administrators'),
      group('8', 'Guests'),
      group('9', 'Disabled', { users_status: '1' }),
      group('11', 'Enabled debug mode', { debug_mode: '1' }),
      group('12', 'No access to the frontend', { gui_access: '3' }),
      group('13', 'Internal', { gui_access: '1' }),
    ]);
  });

  test('has four roles', async () => {
    const roles = await ask('role.get', { sortfield: 'roleid', selectRules: 'extend' });
    const told = roles.map(({ rules, ...role }: { rules: Record<string, unknown[]> }) => ({
      ...role,
      api: rules['api.access'],
      acts: rules['actions.default_access'],
      writes: rules['services.write.mode'],
      counts: [rules.ui?.length, rules.actions?.length, rules.modules?.length],
    }));
    const role = (roleid: string, name: string, type: string, more: object) => ({
      ...{ roleid, name, type, readonly: '0', api: '1', acts: '1', writes: '0', ...more },
    });
    const [user, admin, all] = [
      [11, 11, 30],
      [26, 14, 30],
      [44, 14, 30],
    ];
    expect(told).toEqual([
      role('1', 'User role', '1', { counts: user }),
      role('2', 'Admin role', '2', { writes: '1', counts: admin }),
      role('3', 'Super admin role', '3', { readonly: '1', writes: '1', counts: all }),
      role('4', 'Guest role', '1', { api: '0', acts: '0', counts: user }),
    ]);
  });

  test('has 39 media types, all disabled', async () => {
    const types = await ask('mediatype.get', { output: ['name', 'type', 'status'], sortfield: 'mediatypeid' });
    expect(types).toHaveLength(39);
    expect(types.every(({ status }: { status: string }) => status === '1')).toBe(true);
    const numbers = types.map(({ mediatypeid }: { mediatypeid: string }) => Number(mediatypeid));
    expect(numbers).toEqual([1, 3, 4, ...Array.from({ length: 36 }, (_, index) => index + 34)]);
    const names = types.map(({ name }: { name: string }) => name);
    expect(names.slice(0, 7)).toEqual([
      'Email',
      'SMS',
      'Email (HTML)',
      'Gmail',
      'Gmail relay',
      'Office365',
      'Office365 relay',
    ]);
    expect([names[7], names.at(-1)]).toEqual(['Brevis.one', 'Zendesk']);
    expect(
      types.slice(7).every(({ type }: { type: string }) => type === '4'),
      'webhooks',
    ).toBe(true);
  });

  test('has no tokens, directories and MFA methods', async () => {
    for (const object of ['token', 'userdirectory', 'mfa']) {
      expect(await ask(`${object}.get`)).toEqual([]);
      expect(await ask(`${object}.get`, { countOutput: true })).toBe('0');
    }
  });

  test('is set as delivered', async () => {
    expect(await ask('settings.get')).toMatchObject({
      ...{ login_attempts: '5', login_block: '30s', default_lang: 'en_US', default_timezone: 'system' },
      ...{ default_theme: 'blue-theme', validate_uri_schemes: '1', search_limit: '1000', auditlog_enabled: '1' },
    });
    expect(await ask('authentication.get')).toEqual({
      ...{ authentication_type: '0', ldap_auth_enabled: '0', ldap_case_sensitive: '1', ldap_userdirectoryid: '0' },
      ...{ saml_auth_enabled: '0', saml_case_sensitive: '0', passwd_min_length: '8', passwd_check_rules: '8' },
      ...{ disabled_usrgrpid: '0', jit_provision_interval: '1h', saml_jit_status: '0', ldap_jit_status: '0' },
      ...{ mfa_status: '0', mfaid: '0', http_auth_enabled: '0', http_login_form: '0', http_strip_domains: '' },
      http_case_sensitive: '1',
    });
  });

  test('counts on from there', async () => {
    const bare = { username: 'third', usrgrps: [{ usrgrpid: '12' }] };
    expect(await ask('user.create', bare)).toEqual({ userids: ['3'] });
    expect(await ask('usergroup.create', { name: 'x' })).toEqual({ usrgrpids: ['14'] });
    expect(await ask('role.create', { name: 'x', type: 1 })).toEqual({ roleids: ['5'] });
    const media = { type: 2, name: 'x', gsm_modem: '/dev/x' };
    expect(await ask('mediatype.create', media)).toEqual({ mediatypeids: ['70'] });
    await ask('user.delete', ['3']);
    expect(await ask('user.create', bare), 'numbers are never used again').toEqual({ userids: ['4'] });
  });
});
