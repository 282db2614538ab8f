// The settings: what is told and set, what is refused, and what obeys them.
import { describe, expect, test } from 'vitest';
import { settings } from '../../../src/apis/zabbix/defaults/settings.ts';
import { openPlace, usePlace } from './harness.ts';

const place = usePlace();

const fresh = Object.fromEntries([...settings].map(([name, { value }]) => [name, value]));
const get = (output?: readonly string[]) => place.ask('settings.get', output === undefined ? {} : { output });
const update = (values: object) => place.ask('settings.update', values);
const refuse = (values: object, data: string) => place.refuse('settings.update', values, -32602, data);

test('a fresh server tells its defaults, all or those that are asked for', async () => {
  expect(await get()).toEqual(fresh);
  expect(JSON.stringify(await get(['login_block', 'login_attempts']))).toBe(
    '{"login_block":"30s","login_attempts":"5"}',
  );
  expect(await get([])).toEqual([]);
  const unknown = 'Invalid parameter "/output/1": value must be one of "default_theme", "search_limit", ';
  const { error } = await place.call('settings.get', { output: ['nonsense'] });
  expect(error?.data.startsWith(unknown)).toBe(true);
});

test('an update answers the names given, in their order, and changes those alone', async () => {
  expect(await update({})).toEqual([]);
  const wish = { url: 'https://z.example', search_limit: 7, default_lang: 'de_DE', timeout_script: '{$SLOW}' };
  expect(await update(wish)).toEqual(Object.keys(wish));
  expect(await get()).toEqual({ ...fresh, ...wish, search_limit: '7' });
  expect(await update({ max_in_table: 9 })).toEqual(['max_in_table']);
  expect(await get()).toEqual({ ...fresh, ...wish, search_limit: '7', max_in_table: '9' });
  await update({ url: '', search_limit: 1000, default_lang: 'en_US', timeout_script: '3s', max_in_table: '50' });
  expect(await get()).toEqual(fresh);
});

test.each([
  ['default_timezone', 'Europe/Kyiv'],
  ['default_timezone', 'Asia/Kolkata'],
  ['default_timezone', 'UTC'],
  ['default_timezone', 'system'],
  ['work_period', '1-5,08:00-17:00;6,10:00-14:00'],
  ['work_period', '{$HOURS}'],
  ['severity_color_0', 'abcdef'],
  ['period_default', '2M'],
  ['max_period', '10y'],
  ['ok_period', '0'],
  ['timeout_browser', '{$LONG:"a}b"}'],
  ['timeout_browser', '10m'],
  ['geomaps_max_zoom', '30'],
  ['geomaps_tile_url', 'https://tiles.example/{z}/{x}/{y}.png'],
  ['default_inventory_mode', '1'],
  ['uri_valid_schemes', 'http,https'],
  ['alert_usrgrpid', '0'],
  ['discovery_groupid', '5'],
])('%s may be %s', async (name, value) => {
  expect(await update({ [name]: value })).toEqual([name]);
  expect(await get([name])).toEqual({ [name]: value });
  await update({ [name]: fresh[name] });
});

describe('refused, and nothing changed', () => {
  test.each([
    ['nonsense', 1, null],
    ['ha_failover_delay', '2m', null],
    ['search_limit', 0, 'value must be one of 1-999999'],
    ['search_limit', '1.5', 'an integer is expected'],
    ['server_check_interval', 5, 'value must be one of 0, 10'],
    ['login_attempts', 33, 'value must be one of 1-32'],
    ['login_attempts', 0, 'value must be one of 1-32'],
    ['login_block', '29s', 'value must be one of 30-3600'],
    ['login_block', '61m', 'value must be one of 30-3600'],
    ['login_block', '1M', 'a time unit is expected'],
    ['login_block', '{$BLOCK}', 'a time unit is expected'],
    ['default_theme', 'pink', 'value must be one of "blue-theme", "dark-theme", "hc-light", "hc-dark"'],
    ['default_theme', '', 'cannot be empty'],
    ['work_period', 'always', 'a time period is expected'],
    ['severity_color_3', '#FFAA00', 'a hexadecimal color code (6 symbols) is expected'],
    ['severity_color_3', '', 'cannot be empty'],
    ['severity_color_3', 7, 'a character string is expected'],
    ['severity_name_2', 'x'.repeat(33), 'value is too long'],
    ['period_default', '59', 'value must be one of 60-315360000'],
    ['period_default', '11y', 'value must be one of 60-315360000'],
    ['max_period', '1d', 'value must be one of 31536000-315360000'],
    ['max_period', null, 'a character string is expected'],
    ['timeout_ssh_agent', '601s', 'value must be one of 1-600'],
    ['timeout_ssh_agent', '{$lower}', 'a time unit is expected'],
    ['geomaps_tile_url', 'javascript:alert(1)', 'unacceptable URL'],
    ['discovery_groupid', 'x', 'a number is expected'],
  ])('%s: %j', async (name, value, reason) => {
    const words = reason === null ? `/": unexpected parameter "${name}"` : `/${name}": ${reason}`;
    await refuse({ url: 'x', [name]: value }, `Invalid parameter "${words}.`);
    expect(await get()).toEqual(fresh);
  });

  test('zones that are none, or spelt otherwise', async () => {
    for (const zone of ['Mars/Olympus', 'europe/kyiv', 'default', '']) {
      const { error } = await place.call('settings.update', { default_timezone: zone });
      expect(error?.data).toContain('Invalid parameter "/default_timezone": value must be one of "system", ');
    }
  });

  test.each([
    [{ discovery_groupid: 9 }, 'Host group with ID "9" is not available.'],
    [{ alert_usrgrpid: 999 }, 'User group with ID "999" is not available.'],
    [
      { period_default: '3y' },
      'Incorrect value for field "period_default": time filter default period exceeds the max period.',
    ],
    [
      { period_default: '3y', max_period: '2y' },
      'Incorrect value for field "period_default": time filter default period exceeds the max period.',
    ],
  ])('%j', async (values, data) => {
    await refuse({ login_attempts: 9, ...values }, data);
    expect(await get()).toEqual(fresh);
  });

  test('a maximum below the default that is set', async () => {
    await update({ period_default: '2y' });
    await refuse(
      { max_period: '1y' },
      'Incorrect value for field "max_period": max period is less than time filter default period.',
    );
    await update({ period_default: '1h' });
  });
});

test('a provider of maps brings its own tiles', async () => {
  await update({ geomaps_tile_provider: '', geomaps_tile_url: 'https://t.example', geomaps_max_zoom: 4 });
  const names = ['geomaps_tile_url', 'geomaps_max_zoom', 'geomaps_attribution'];
  expect(await update({ geomaps_tile_provider: 'OpenTopoMap' })).toEqual(['geomaps_tile_provider', ...names]);
  expect(await get(names)).toEqual({ geomaps_tile_url: '', geomaps_max_zoom: '0', geomaps_attribution: '' });
  await update({ geomaps_tile_provider: 'OpenStreetMap.Mapnik' });
  expect(await get()).toEqual(fresh);
});

test('changes at the same moment all stay', async () => {
  const names = ['max_in_table', 'search_limit', 'max_overview_table_size', 'geomaps_max_zoom', 'login_attempts'];
  await Promise.all(names.map((name) => update({ [name]: 7 })));
  expect(await get(names)).toEqual(Object.fromEntries(names.map((name) => [name, '7'])));
  await update(Object.fromEntries(names.map((name) => [name, fresh[name]])));
  expect(await get()).toEqual(fresh);
});

test('what is so already is not written again', async () => {
  const history = async () => (await place.rest('GET', '/api/realm/history')).body;
  await update({ url: 'https://once.example' });
  const before = await history();
  expect(await update({ url: 'https://once.example', login_attempts: 5, login_block: '30s' })).toHaveLength(3);
  expect(await history()).toEqual(before);
  await update({ url: '' });
  expect(await history()).not.toEqual(before);
});

test('how often and how long one is blocked is law at once, and told as it was spelt', async () => {
  const clock = { now: Date.UTC(2026, 9, 1) };
  const other = await openPlace({ clock: () => clock.now });
  const blocked = 'Incorrect user name or password or account is temporarily blocked.';
  const someone = { username: 'jane', passwd: 'kYx7ahBz9', roleid: '1', usrgrps: [{ usrgrpid: '7' }] };
  await other.ask('user.create', someone);
  await other.ask('settings.update', { login_attempts: 2, login_block: '1m' });
  const output = ['login_attempts', 'login_block'];
  expect(await other.ask('settings.get', { output })).toEqual({ login_attempts: '2', login_block: '1m' });
  const fail = (password: string) => other.refuse('user.login', { username: 'jane', password }, -32500, blocked, null);
  await fail('wrong');
  await fail('wrong');
  await fail(someone.passwd);
  clock.now += 59_000;
  await fail(someone.passwd);
  clock.now += 2_000;
  expect(await other.login('jane', someone.passwd)).toMatch(/^[0-9a-f]{32}$/);
  await other.ask(
    'settings.update',
    { login_attempts: 5, login_block: 45 },
    await other.login('Admin', 'Quarterdeck-91'),
  );
  const session = await other.login('jane', someone.passwd);
  expect(await other.ask('settings.get', { output }, session)).toEqual({ login_attempts: '5', login_block: '45' });
  await other.app.close(100);
});

test('everybody may read them, only super admins change them', async () => {
  for (const roleid of ['1', '2']) {
    const someone = { username: place.fresh('plain'), passwd: 'kYx7ahBz9', roleid, usrgrps: [{ usrgrpid: '7' }] };
    await place.ask('user.create', someone);
    const session = await place.login(someone.username, someone.passwd);
    expect(await place.ask('settings.get', {}, session)).toEqual(fresh);
    const words = 'No permissions to call "settings.update".';
    await place.refuse('settings.update', { login_attempts: 32 }, -32500, words, session);
  }
  expect(await get()).toEqual(fresh);
});
