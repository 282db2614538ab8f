// What a fresh server holds: the numbers and values that clients are known to look for.
import { describe, expect, test } from 'vitest';
import { expandRules } from '../role/rules/expand.ts';
import { rulesOf, storedRules } from '../role/rules/stored.ts';
import { authentication } from './authentication.ts';
import { freshGroups } from './groups.ts';
import { locales } from './locales.ts';
import { freshMediaTypes } from './media-types.ts';
import { modules } from './modules.ts';
import { freshRoles } from './roles.ts';
import { settings } from './settings.ts';

test('media types: 39, each name once, all disabled', () => {
  const webhookIds = Array.from({ length: 32 }, (_, index) => `${38 + index}`);
  expect(freshMediaTypes.map(({ mediatypeid }) => mediatypeid)).toEqual([
    ...['1', '3', '4', '34', '35', '36', '37'],
    ...webhookIds,
  ]);
  expect(new Set(freshMediaTypes.map(({ name }) => name)).size).toBe(39);
  expect(freshMediaTypes.every(({ status }) => status === '1')).toBe(true);
  const typeOf = new Map(freshMediaTypes.map(({ name, type }) => [name, type]));
  expect(['Email', 'SMS', 'Email (HTML)', 'Gmail', 'Brevis.one', 'Zendesk'].map((name) => typeOf.get(name))).toEqual(
    '0 2 0 0 4 4'.split(' '),
  );
});

test('an email media type has what it needs to send', () => {
  for (const type of freshMediaTypes.filter((each) => each.type === '0')) {
    expect(type.smtp_server).toMatch(/\w+\.\w+$/);
    expect(type.smtp_email).toBe('zabbix@example.com');
    expect(type.parameters).toEqual([]);
  }
  expect(freshMediaTypes.slice(3, 7).map(({ provider }) => provider)).toEqual(['1', '2', '3', '4']);
});

test('groups: no 10, and one for each way to be kept out', () => {
  expect(freshGroups.map(({ usrgrpid }) => usrgrpid)).toEqual(['7', '8', '9', '11', '12', '13']);
  const one = (id: string) => freshGroups.find(({ usrgrpid }) => usrgrpid === id);
  expect(one('9')).toMatchObject({ name: 'Disabled', users_status: '1', gui_access: '0', debug_mode: '0' });
  expect(one('11')).toMatchObject({ name: 'Enabled debug mode', users_status: '0', debug_mode: '1' });
  expect(one('12')).toMatchObject({ name: 'No access to the frontend', gui_access: '3' });
  expect(one('13')).toMatchObject({ name: 'Internal', gui_access: '1' });
});

describe('roles', () => {
  test('are stored as they would be after a change', () => {
    for (const { rules } of freshRoles) expect(storedRules(rulesOf(rules))).toEqual(rules);
  });

  test('only the role of super admins is readonly', () => {
    expect(freshRoles.filter((role) => role.readonly).map(({ roleid }) => roleid)).toEqual(['3']);
    expect(freshRoles.map(({ type }) => type)).toEqual([1, 2, 3, 1]);
  });

  test('guests have neither the API nor an action', () => {
    const guest = expandRules(freshRoles[3]?.rules ?? {}, 1, [
      'api.access',
      'actions.default_access',
      'ui.default_access',
    ]);
    expect(guest).toEqual({ 'ui.default_access': '1', 'api.access': '0', 'actions.default_access': '0' });
  });
});

test('modules are numbered from 1 to 30', () => {
  expect(modules.map(({ moduleid }) => moduleid)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(new Set(modules.map(({ id }) => id)).size).toBe(30);
});

test('locales: 35 codes, the British first, the Vietnamese last', () => {
  expect(locales).toHaveLength(35);
  expect([locales[0], locales[1], locales.at(-1)]).toEqual(['en_GB', 'en_US', 'vi_VN']);
  for (const code of locales) expect(code).toMatch(/^[a-z]{2}_[A-Z]{2}$/);
});

describe('properties', () => {
  test.each([
    ['login_attempts', '5'],
    ['login_block', '30s'],
    ['default_lang', 'en_US'],
    ['default_timezone', 'system'],
    ['default_theme', 'blue-theme'],
    ['validate_uri_schemes', '1'],
    ['uri_valid_schemes', 'http,https,ftp,file,mailto,tel,ssh'],
    ['search_limit', '1000'],
    ['auditlog_enabled', '1'],
  ])('setting %s is %s', (name, value) => expect(settings.get(name)?.value).toBe(value));

  test('every setting is within its own bounds', () => {
    const all = [...settings, ...authentication];
    expect(all).toHaveLength(71 + 18);
    for (const [name, { value, bound }] of all) {
      if (bound?.kind === 'integer') {
        const fits = bound.options.oneOf?.some((range) =>
          typeof range === 'number' ? range === Number(value) : range[0] <= Number(value) && Number(value) <= range[1],
        );
        expect(fits, name).toBe(true);
      }
      if (bound?.kind === 'text') {
        expect(bound.options.oneOf?.includes(value) ?? true, name).toBe(true);
        expect(value !== '' || bound.options.empty === true, name).toBe(true);
      }
      if (bound?.kind === 'color') expect(value, name).toMatch(/^[0-9A-F]{6}$/);
    }
  });

  test('only the delay of failover cannot be set', () => {
    const readonly = [...settings, ...authentication].filter(([, { bound }]) => bound === null);
    expect(readonly.map(([name]) => name)).toEqual(['ha_failover_delay']);
  });

  test('authentication is by password alone', () => {
    const value = (name: string) => authentication.get(name)?.value;
    expect(['authentication_type', 'ldap_auth_enabled', 'saml_auth_enabled', 'mfa_status'].map(value)).toEqual(
      '0 0 0 0'.split(' '),
    );
    expect([value('passwd_min_length'), value('passwd_check_rules')]).toEqual(['8', '8']);
    expect(value('jit_provision_interval')).toBe('1h');
    expect(authentication.get('jit_provision_interval')?.bound).toMatchObject({
      options: { oneOf: [[3600, 788_400_000]] },
    });
  });
});
