// The properties of a user, made and changed: what each takes, what it is when nobody says, and what is refused.
import { describe, expect, test } from 'vitest';
import { locales } from '../../../src/apis/zabbix/defaults/locales.ts';
import { usePlace } from './harness.ts';
import { refuseCreate, refuseUpdate, seen, silent } from './user-scene.ts';

const place = usePlace();
const langs = ['default', ...locales].map((code) => `"${code}"`).join(', ');

/** Property, value, what is said of it. The same in both methods. */
const refusals: readonly (readonly [name: string, value: unknown, reason: string])[] = [
  ['username', '', 'cannot be empty'],
  ['username', 'x'.repeat(101), 'value is too long'],
  ['username', 5, 'a character string is expected'],
  ['username', null, 'a character string is expected'],
  ['name', 'x'.repeat(101), 'value is too long'],
  ['name', null, 'a character string is expected'],
  ['surname', 'ü'.repeat(101), 'value is too long'],
  ['surname', ['x'], 'a character string is expected'],
  ['passwd', '', 'cannot be empty'],
  ['passwd', 'x'.repeat(256), 'value is too long'],
  ['passwd', 12345678, 'a character string is expected'],
  ['url', `http://${'x'.repeat(2042)}`, 'value is too long'],
  ['url', 7, 'a character string is expected'],
  ...['javascript:alert(1)', 'foo://x', 'http://', 'http:/', 'http:', '?x=1', '#a', '  ', 'tel:123'].map(
    (url) => ['url', url, 'unacceptable URL'] as const,
  ),
  ['autologin', 2, 'value must be one of 0, 1'],
  ['autologin', 'x', 'an integer is expected'],
  ['autologin', true, 'an integer is expected'],
  ['autologin', 1.5, 'an integer is expected'],
  ['autologin', 99999999999, 'a number is too large'],
  ['autologout', '89s', 'value must be one of 0, 90-86400'],
  ['autologout', '25h', 'value must be one of 0, 90-86400'],
  ['autologout', -90, 'value must be one of 0, 90-86400'],
  ['autologout', 'soon', 'a time unit is expected'],
  ['autologout', '', 'cannot be empty'],
  ['autologout', null, 'a character string is expected'],
  ['autologout', 90.5, 'a character string is expected'],
  ['refresh', '61m', 'value must be one of 0-3600'],
  ['refresh', '-1', 'value must be one of 0-3600'],
  ['refresh', '015', 'a time unit is expected'],
  ['refresh', '99999999999', 'a number is too large'],
  ['lang', 'de', `value must be one of ${langs}`],
  ['lang', 'de-DE', `value must be one of ${langs}`],
  ['lang', '', 'cannot be empty'],
  ['theme', 'pink', 'value must be one of "default", "blue-theme", "dark-theme", "hc-light", "hc-dark"'],
  ['theme', '', 'value must be one of "default", "blue-theme", "dark-theme", "hc-light", "hc-dark"'],
  ['rows_per_page', 0, 'value must be one of 1-999999'],
  ['rows_per_page', 1000000, 'value must be one of 1-999999'],
  ['rows_per_page', 'x', 'an integer is expected'],
  ['roleid', '99', 'object does not exist'],
  ['roleid', 'x', 'a number is expected'],
  ['roleid', -1, 'a number is expected'],
  ['roleid', '9223372036854775808', 'a number is too large'],
  ['roleid', null, 'a number is expected'],
  ['usrgrps', 'x', 'an array is expected'],
  ['usrgrps', null, 'an array is expected'],
  ['medias', 5, 'an array is expected'],
];

describe.each(refusals)('%s: %j', (name, value, reason) => {
  const data = `Invalid parameter "/1/${name}": ${reason}.`;

  test('is refused in a change', async () => {
    await refuseUpdate(place, { userid: await silent(place), [name]: value }, data);
  });

  test('is refused in the making', async () => {
    const usrgrps = [{ usrgrpid: '12' }];
    await refuseCreate(place, { username: place.fresh('nobody'), usrgrps, [name]: value }, data);
  });
});

test.each(['', 'system', 'europe/riga', 'Europe', null])('timezone %j is refused', async (timezone) => {
  const { error } = await place.call('user.update', { userid: '1', timezone });
  const reason = timezone === null ? 'a character string is expected.' : 'value must be one of "default", ';
  expect(error?.data).toContain(`Invalid parameter "/1/timezone": ${reason}`);
});

describe('groups', () => {
  test.each([
    [[{ usrgrpid: '999' }], '/1/usrgrps/1": object does not exist'],
    [[{ usrgrpid: '0' }], '/1/usrgrps/1": object does not exist'],
    [[{ usrgrpid: '12' }, { usrgrpid: 999 }], '/1/usrgrps/2": object does not exist'],
    [[{ usrgrpid: '7' }, { usrgrpid: 7 }], '/1/usrgrps/2": value (usrgrpid)=(7) already exists'],
    [[{ usrgrpid: '7', name: 'x' }], '/1/usrgrps/1": unexpected parameter "name"'],
    [['7'], '/1/usrgrps/1": an array is expected'],
    [[{}], '/1/usrgrps/1": the parameter "usrgrpid" is missing'],
    [{ usrgrpid: '7' }, '/1/usrgrps/1": an array is expected'],
    [[{ usrgrpid: null }], '/1/usrgrps/1/usrgrpid": a number is expected'],
  ])('%j is refused', async (usrgrps, data) => {
    await refuseUpdate(place, { userid: await silent(place), usrgrps }, `Invalid parameter "${data}.`);
    await refuseCreate(place, { username: place.fresh('nobody'), usrgrps }, `Invalid parameter "${data}.`);
  });
});

test.each([
  ...['attempt_failed', 'attempt_ip', 'attempt_clock', 'userdirectoryid', 'ts_provisioned', 'provisioned'],
  ...['alias', 'type', 'user_medias', '__proto__', 'constructor', ''],
])('%j is not to be set', async (name) => {
  const data = `Invalid parameter "/1": unexpected parameter "${name}".`;
  const own = JSON.parse(`{${JSON.stringify(name)}:1}`);
  const userid = await silent(place);
  await refuseUpdate(place, Object.assign(Object.create(null), { userid }, own), data);
  await refuseCreate(place, { username: 5, ...own, [name]: 1 }, data);
});

test('what belongs to the other method is unexpected', async () => {
  await refuseCreate(place, { userid: '5', username: 'x' }, 'Invalid parameter "/1": unexpected parameter "userid".');
  const data = 'Invalid parameter "/1": unexpected parameter "current_passwd".';
  await refuseCreate(place, { username: 'x', current_passwd: 'x' }, data);
  await refuseUpdate(
    place,
    { userid: await silent(place), current_passwd: '' },
    'Invalid parameter "/1/current_passwd": cannot be empty.',
  );
});

/** Property, value as sent, as shown. */
const values: readonly (readonly [name: string, value: unknown, shown: string])[] = [
  ['name', ' Ünï\tx ', ' Ünï\tx '],
  ['surname', 'x'.repeat(100), 'x'.repeat(100)],
  ['name', '😀'.repeat(100), '😀'.repeat(100)],
  ...[
    'http://a',
    'HTTP://x',
    'ssh://x',
    'mailto:a@b',
    'a',
    '/x',
    '//host/x',
    'zabbix.php?action=x',
    '{$MACRO}',
    '',
  ].map((url) => ['url', url, url] as const),
  ['url', 'ht!tp://x', 'ht!tp://x'],
  ['autologin', '1', '1'],
  ['autologout', 90, '90'],
  ['autologout', '1d', '1d'],
  ['autologout', '0', '0'],
  ['refresh', '1h', '1h'],
  ['refresh', 0, '0'],
  ['lang', 'zh_CN', 'zh_CN'],
  ...locales.map((code) => ['lang', code, code] as const),
  ['theme', 'hc-dark', 'hc-dark'],
  ['rows_per_page', '999999', '999999'],
  ['timezone', 'UTC', 'UTC'],
  ['timezone', 'Europe/Kyiv', 'Europe/Kyiv'],
  ['timezone', 'Asia/Kolkata', 'Asia/Kolkata'],
  ['roleid', 2, '2'],
  ['roleid', '002', '2'],
  ['roleid', 0, '0'],
];

test.each(values)('%s takes %j', async (name, value, shown) => {
  const userid = await silent(place);
  const before = await seen(place, userid);
  expect(await place.ask('user.update', { userid, [name]: value })).toEqual({ userids: [userid] });
  const tied = name === 'autologin' ? { autologout: '0' } : {};
  expect(await seen(place, userid)).toEqual({ ...before, ...tied, [name]: shown });
  expect(await seen(place, await silent(place, { [name]: value }))).toMatchObject({ ...tied, [name]: shown });
});

test('a new user is what was not said by default', async () => {
  const { userids } = await place.ask('user.create', { username: 'by default', passwd: 'Mizzenmast-77' });
  expect(await seen(place, userids[0])).toEqual({
    ...{
      userid: userids[0],
      username: 'by default',
      name: '',
      surname: '',
      url: '',
      autologin: '0',
      autologout: '15m',
    },
    ...{ lang: 'default', refresh: '30s', theme: 'default', attempt_failed: '0', attempt_ip: '', attempt_clock: '0' },
    ...{ rows_per_page: '50', timezone: 'default', roleid: '0', userdirectoryid: '0', ts_provisioned: '0' },
    ...{ provisioned: '0', usrgrps: [], medias: [] },
  });
});

describe('logging in and out by itself', () => {
  test.each([
    [{ autologin: 1 }, { autologin: '1', autologout: '0' }],
    [{ autologin: 0 }, { autologin: '0', autologout: '15m' }],
    [{ autologout: '20m' }, { autologin: '0', autologout: '20m' }],
    [
      { autologin: 1, autologout: 0 },
      { autologin: '1', autologout: '0' },
    ],
    [
      { autologin: 0, autologout: '2m' },
      { autologin: '0', autologout: '2m' },
    ],
  ])('%j', async (wish, shown) => {
    expect(await seen(place, await silent(place, wish))).toMatchObject(shown);
    const userid = await silent(place);
    await place.ask('user.update', { userid, ...wish });
    expect(await seen(place, userid)).toMatchObject(shown);
  });

  test('the one that is sent takes the place of the other', async () => {
    const userid = await silent(place, { autologin: 1 });
    await place.ask('user.update', { userid, autologout: '15m' });
    expect(await seen(place, userid)).toMatchObject({ autologin: '0', autologout: '15m' });
    await place.ask('user.update', { userid, autologin: 1 });
    await place.ask('user.update', { userid, autologout: '0' });
    expect(await seen(place, userid)).toMatchObject({ autologin: '1', autologout: '0' });
  });

  test('not both at once', async () => {
    const data = 'Auto-login and auto-logout options cannot be enabled together.';
    await refuseUpdate(place, { userid: await silent(place), autologin: 1, autologout: 90 }, data);
    await refuseCreate(place, { username: 'both', autologin: '1', autologout: '1h' }, data);
  });
});

test('URLs are judged as the settings say', async () => {
  const userid = await silent(place);
  try {
    await place.ask('settings.update', { uri_valid_schemes: 'foo' });
    await refuseUpdate(place, { userid, url: 'http://a' }, 'Invalid parameter "/1/url": unacceptable URL.');
    await place.ask('user.update', { userid, url: 'FOO://x' });
    await place.ask('settings.update', { validate_uri_schemes: 0 });
    await place.ask('user.update', { userid, url: 'javascript:alert(1)' });
    expect(await seen(place, userid)).toMatchObject({ url: 'javascript:alert(1)' });
  } finally {
    await place.ask('settings.update', {
      validate_uri_schemes: 1,
      uri_valid_schemes: 'http,https,ftp,file,mailto,tel,ssh',
    });
  }
});
