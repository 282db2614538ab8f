// How people are authenticated: what is told and set, what is refused, and who obeys.
import { afterEach, describe, expect, test } from 'vitest';
import { engines, openPlace, usePlace } from './harness.ts';

describe.each(engines)('on %s', (engine) => {
  const place = usePlace({ engine });

  const fresh = {
    authentication_type: '0',
    ldap_auth_enabled: '0',
    ldap_case_sensitive: '1',
    ldap_userdirectoryid: '0',
    saml_auth_enabled: '0',
    saml_case_sensitive: '0',
    passwd_min_length: '8',
    passwd_check_rules: '8',
    disabled_usrgrpid: '0',
    jit_provision_interval: '1h',
    saml_jit_status: '0',
    ldap_jit_status: '0',
    mfa_status: '0',
    mfaid: '0',
    http_auth_enabled: '0',
    http_login_form: '0',
    http_strip_domains: '',
    http_case_sensitive: '1',
  };
  const get = () => place.ask('authentication.get', {});
  const update = (values: object) => place.ask('authentication.update', values);
  const refuse = (values: object, data: string, code = -32602) =>
    place.refuse('authentication.update', values, code, data);

  afterEach(async () => {
    await update(fresh);
    expect(await get()).toEqual(fresh);
  });

  test('a fresh server tells its defaults, all or those that are asked for, in the order asked', async () => {
    expect(await get()).toEqual(fresh);
    expect(await place.ask('authentication.get', { output: 'extend' })).toEqual(fresh);
    const two = await place.ask('authentication.get', { output: ['passwd_check_rules', 'mfa_status'] });
    expect(JSON.stringify(two)).toBe('{"passwd_check_rules":"8","mfa_status":"0"}');
    expect(await place.ask('authentication.get', { output: [] })).toEqual([]);
    await place.refuse(
      'authentication.get',
      { sortfield: 'mfaid' },
      -32602,
      'Invalid parameter "/": unexpected parameter "sortfield".',
    );
  });

  test('an update answers the names given and changes those alone', async () => {
    expect(await update({})).toEqual([]);
    expect(await update([])).toEqual([]);
    expect(await update({ passwd_min_length: 12, http_strip_domains: 'acme' })).toEqual([
      'passwd_min_length',
      'http_strip_domains',
    ]);
    expect(await get()).toEqual({ ...fresh, passwd_min_length: '12', http_strip_domains: 'acme' });
    expect(await update({ jit_provision_interval: '2M' })).toEqual(['jit_provision_interval']);
    expect(await get()).toMatchObject({
      passwd_min_length: '12',
      http_strip_domains: 'acme',
      jit_provision_interval: '2M',
    });
  });

  describe('refused, and nothing changed', () => {
    test.each([
      [{ passwd_min_length: 0 }, '/passwd_min_length": value must be one of 1-70'],
      [{ passwd_min_length: 71 }, '/passwd_min_length": value must be one of 1-70'],
      [{ passwd_min_length: 'x' }, '/passwd_min_length": an integer is expected'],
      [{ passwd_check_rules: 16 }, '/passwd_check_rules": value must be one of 0-15'],
      [{ passwd_check_rules: -1 }, '/passwd_check_rules": value must be one of 0-15'],
      [{ jit_provision_interval: '59m' }, '/jit_provision_interval": value must be one of 3600-788400000'],
      [{ jit_provision_interval: '26y' }, '/jit_provision_interval": value must be one of 3600-788400000'],
      [{ jit_provision_interval: '-1h' }, '/jit_provision_interval": value must be one of 3600-788400000'],
      [{ jit_provision_interval: '100y' }, '/jit_provision_interval": a number is too large'],
      [{ jit_provision_interval: 'soon' }, '/jit_provision_interval": a time unit is expected'],
      [{ jit_provision_interval: '' }, '/jit_provision_interval": cannot be empty'],
      [{ authentication_type: 2 }, '/authentication_type": value must be one of 0, 1'],
      [{ authentication_type: 1 }, '/ldap_auth_enabled": value must be 1'],
      [{ ldap_userdirectoryid: 9 }, '/ldap_userdirectoryid": object does not exist'],
      [{ mfaid: 9 }, '/mfaid": object does not exist'],
      [{ mfaid: 'x' }, '/mfaid": a number is expected'],
      [{ passwd_min_length: 9, nonsense: 1 }, '/": unexpected parameter "nonsense'],
      [{ passwd_min_length: 9, __proto__x: 1 }, '/": unexpected parameter "__proto__x'],
    ])('%j', async (values, words) => {
      const quoted = words.includes('unexpected') ? `${words}"` : words;
      await refuse(values, `Invalid parameter "${quoted}.`);
      expect(await get()).toEqual(fresh);
    });

    test.each([
      [{ ldap_auth_enabled: 1 }, 'Default LDAP server must be specified.'],
      [{ mfa_status: 1 }, 'At least one MFA method must exist.'],
      [{ disabled_usrgrpid: 7 }, 'Deprovisioned users group cannot be enabled.'],
      [{ saml_auth_enabled: 1, saml_jit_status: 1 }, 'Deprovisioned users group cannot be empty.'],
      // A law that comes with something impossible is none.
      [{ passwd_min_length: 20, mfa_status: 1 }, 'At least one MFA method must exist.'],
    ])('%j', async (values, data) => {
      await refuse(values, data);
      expect(await get()).toEqual(fresh);
    });

    test('a group that there is not', async () => {
      await refuse({ disabled_usrgrpid: 999 }, 'No permissions to referred object or it does not exist!', -32500);
    });
  });

  test('provisioning on sign-in wants a disabled group', async () => {
    await update({ saml_auth_enabled: 1, saml_jit_status: 1, disabled_usrgrpid: 9 });
    expect(await get()).toMatchObject({ saml_auth_enabled: '1', saml_jit_status: '1', disabled_usrgrpid: '9' });
    await refuse({ disabled_usrgrpid: 0 }, 'Deprovisioned users group cannot be empty.');
    expect((await get()).disabled_usrgrpid).toBe('9');
  });

  describe('the law of passwords', () => {
    const byClerk = async (password: string, more: object = {}) => {
      const body = { email_address: [`${place.fresh('c')}@example.com`], password, ...more };
      return (await place.rest('POST', '/v1/users', body)).status;
    };
    const byWorkos = async (password: string) => {
      const { status } = await place.rest('POST', '/user_management/users', {
        ...{ email: `${place.fresh('w')}@example.com`, password },
      });
      return status;
    };
    const accepted = async (password: string) => [await byClerk(password), await byWorkos(password)];
    const yes = [200, 201];
    const no = [422, 400];

    test('binds every API at once, and lets go at once', async () => {
      const password = 'kYx7ahBz9';
      expect(await accepted(password)).toEqual(yes);
      await update({ passwd_min_length: 12 });
      expect(await accepted(password)).toEqual(no);
      expect(await accepted(`${password}4Qd`)).toEqual(yes);
      await update({ passwd_min_length: 3 });
      expect(await accepted('kYx7ah')).toEqual(yes);
      await update({ passwd_min_length: 8 });
      expect(await accepted('kYx7ah')).toEqual(no);
      expect(await accepted(password)).toEqual(yes);
    });

    test.each([
      [1, 'xkyahbzq71', 'xkYahbzq71'],
      [2, 'xkyahbzqrt', 'xkyahbzqr4'],
      [4, 'xkyahbzq71', 'xkyahb-q71'],
      [8, 'password1', 'xkyahbzq71'],
    ])('bit %i', async (bit, weak, strong) => {
      await update({ passwd_check_rules: 0 });
      expect(await accepted(weak)).toEqual(yes);
      await update({ passwd_check_rules: bit });
      expect((await get()).passwd_check_rules).toBe(String(bit));
      expect(await accepted(weak)).toEqual(no);
      expect(await accepted(strong)).toEqual(yes);
    });

    test('all bits at once ask for everything', async () => {
      await update({ passwd_check_rules: '15' });
      for (const weak of ['xkyahbzq71-', 'xkYahbzqrs-', 'xkYahbzq71']) expect(await accepted(weak)).toEqual(no);
      expect(await accepted('xkYahbzq71-')).toEqual(yes);
    });

    test('what says nothing of passwords leaves the law alone', async () => {
      await update({ passwd_check_rules: 5, passwd_min_length: 9 });
      await update({ http_login_form: 1 });
      expect(await get()).toMatchObject({ passwd_check_rules: '5', passwd_min_length: '9', http_login_form: '1' });
      await update({ passwd_min_length: 10 });
      expect(await get()).toMatchObject({ passwd_check_rules: '5', passwd_min_length: '10' });
    });
  });

  test('names in passwords are refused by every API once the bit was set here, and not before', async () => {
    const other = await openPlace({ engine });
    const create = async () => {
      const body = {
        email_address: [`${other.fresh('c')}@example.com`],
        first_name: 'Wilhelmina',
        password: 'wilhelmina-99',
      };
      return (await other.rest('POST', '/v1/users', body)).status;
    };
    expect(await create()).toBe(200);
    const rules = { output: ['passwd_check_rules'] };
    const before = await other.ask('authentication.get', rules);
    await other.ask('authentication.update', { passwd_check_rules: 8 });
    expect(await other.ask('authentication.get', rules)).toEqual(before);
    expect(await create()).toBe(422);
    await other.ask('authentication.update', { passwd_check_rules: 0 });
    expect(await create()).toBe(200);
    await other.app.close(100);
  });

  test('only super admins may ask or change', async () => {
    const username = place.fresh('plain');
    for (const roleid of ['1', '2']) {
      const someone = { username: `${username}-${roleid}`, passwd: 'kYx7ahBz9', roleid, usrgrps: [{ usrgrpid: '7' }] };
      await place.ask('user.create', someone);
      const session = await place.login(someone.username, someone.passwd);
      const words = (verb: string) => `No permissions to call "authentication.${verb}".`;
      await place.refuse('authentication.get', {}, -32500, words('get'), session);
      await place.refuse('authentication.update', { passwd_min_length: 1 }, -32500, words('update'), session);
    }
    await place.refuse('authentication.get', {}, -32602, 'Not authorized.', null);
  });
});
