// table: what the validators of values refuse, each through a method that takes such a value (Zabbix 7.0.22).
import type { More, Row } from './zabbix-refusals.ts';

const bad = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;
const create = (id: string, wish: object, data: string): Row => {
  return [id, 'user.create', { username: 'someone', usrgrps: [{ usrgrpid: '12' }], ...wish }, data];
};
const update = (id: string, wish: object, data: string): Row => [id, 'user.update', { userid: '7', ...wish }, data];
const remove = (id: string, params: object, data: string): Row => [id, 'user.delete', params, data];
const period = (value: unknown, reason: string): Row => {
  return create(
    '1.6-8',
    { medias: [{ mediatypeid: '3', sendto: '', period: value }] },
    bad('/1/medias/1/period', reason),
  );
};
const addresses = ['javascript:alert(1)', 'foo://x', 'http://', 'http:/', 'http:', '?x=1', '#a', '   ', 'tel:123'];
const long = (length: number) => 'x'.repeat(length);

export const valueRows: readonly Row[] = [
  ['1.6-1', 'user.create', ['x'], bad('/1', 'an array is expected')],
  ['1.6-1', 'user.create', [['x']], bad('/1', 'unexpected parameter "0"')],
  ['1.6-1', 'user.login', ['x'], bad('/', 'unexpected parameter "0"'), { by: 'nobody' }],
  ['1.6-1', 'user.create', {}, bad('/', 'cannot be empty')],
  ['1.6-1', 'user.create', [{}], bad('/1', 'the parameter "username" is missing')],
  ['1.6-1', 'user.logout', { x: 1 }, bad('/', 'should be empty')],
  ['1.6-1', 'apiinfo.version', { x: 1 }, bad('/', 'should be empty'), { by: 'nobody' }],
  create('1.6-2', { medias: 'x' }, bad('/1/medias', 'an array is expected')),
  create('1.6-2', { usrgrps: { usrgrpid: '12' } }, bad('/1/usrgrps/1', 'an array is expected')),
  ['1.6-2', 'usergroup.create', { name: 'x', users: 'y' }, bad('/1/users', 'an array is expected')],
  ['1.6-2', 'user.create', [], bad('/', 'cannot be empty')],
  ['1.6-2', 'user.update', [{ userid: 7 }, { userid: '007' }], bad('/2', 'value (userid)=(7) already exists')],
  [
    '1.6-2',
    'token.create',
    [1, 2].map(() => ({ userid: '3', name: 'doc-q' })),
    bad('/2', 'value (userid, name)=(3, doc-q) already exists'),
  ],
  remove('1.6-3', [], bad('/', 'cannot be empty')),
  remove('1.6-3', {}, bad('/', 'cannot be empty')),
  remove('1.6-3', { userids: ['7'] }, bad('/1', 'a number is expected')),
  remove('1.6-3', ['7', '7'], bad('/2', 'value (7) already exists')),
  remove('1.6-3', ['7', '007'], bad('/2', 'value (7) already exists')),
  ['1.6-3', 'role.get', { roleids: 'x' }, bad('/roleids', 'an array is expected')],
  ...['x', '-1', '1.5', ''].map((id) => remove('1.6-4', [id], bad('/1', 'a number is expected'))),
  ...[null, true, 1.5, -1, []].map((id) => remove('1.6-4', [id], bad('/1', 'a number is expected'))),
  remove('1.6-4', ['9223372036854775808'], bad('/1', 'a number is too large')),
  create('1.6-4', { roleid: '9223372036854775808' }, bad('/1/roleid', 'a number is too large')),
  ...[true, '', 1.5, '1.0', 'x', null, []].map((value) =>
    update('1.6-5', { rows_per_page: value }, bad('/1/rows_per_page', 'an integer is expected')),
  ),
  update('1.6-5', { rows_per_page: '2147483648' }, bad('/1/rows_per_page', 'a number is too large')),
  update('1.6-5', { rows_per_page: 99_999_999_999 }, bad('/1/rows_per_page', 'a number is too large')),
  update('1.6-5', { rows_per_page: '-1' }, bad('/1/rows_per_page', 'value must be one of 1-999999')),
  update('1.6-5', { autologin: 7 }, bad('/1/autologin', 'value must be one of 0, 1')),
  ['1.6-5', 'usergroup.create', { name: 'x', mfaid: '1' }, bad('/1/mfaid', 'value must be 0')],
  ...[5, true, null, [], {}].map((value) =>
    update('1.6-6', { name: value }, bad('/1/name', 'a character string is expected')),
  ),
  update('1.6-6', { username: '' }, bad('/1/username', 'cannot be empty')),
  update('1.6-6', { name: long(101) }, bad('/1/name', 'value is too long')),
  update('1.6-6', { surname: '\u{1f600}'.repeat(101) }, bad('/1/surname', 'value is too long')),
  ['1.6-6', 'role.get', { sortorder: 'up' }, bad('/sortorder', 'value must be one of "ASC", "DESC"')],
  ['1.6-6', 'role.get', { output: 'all' }, bad('/output', 'value must be "extend"')],
  [
    '1.6-6',
    'mediatype.create',
    { type: 2, name: 'x', gsm_modem: 'y', smtp_helo: 'z' },
    bad('/1/smtp_helo', 'value must be empty'),
  ],
  ...['x', '1x', '1.5', '01', '1 m', '+90'].map((value) =>
    update('1.6-7', { refresh: value }, bad('/1/refresh', 'a time unit is expected')),
  ),
  update('1.6-7', { refresh: '-1' }, bad('/1/refresh', 'value must be one of 0-3600')),
  update('1.6-7', { refresh: '2h' }, bad('/1/refresh', 'value must be one of 0-3600')),
  update('1.6-7', { refresh: '99999999999' }, bad('/1/refresh', 'a number is too large')),
  update('1.6-7', { refresh: null }, bad('/1/refresh', 'a character string is expected')),
  update('1.6-7', { refresh: 1.5 }, bad('/1/refresh', 'a character string is expected')),
  ...['x', '1-7', '1-7,00:00', '7-1,00:00-24:00', '8,00:00-24:00', '1,10:00-09:00', '1,00:00-24:01', '1,0:0-1:00'].map(
    (value) => period(value, 'a time period is expected'),
  ),
  period('1,09:00-10:00;', 'a time period is expected'),
  period('', 'cannot be empty'),
  period(`1-7,00:00-24:00${';1-7,00:00-24:00'.repeat(64)}`, 'value is too long'),
  ...addresses.map((url) => update('1.6-9', { url }, bad('/1/url', 'unacceptable URL'))),
  update('1.6-9', { url: long(2049) }, bad('/1/url', 'value is too long')),
  ['1.6-10', 'role.get', { preservekeys: 'x' }, bad('/preservekeys', 'a boolean is expected')],
  create('1.6-11', { zulu: 1, alpha: 1 }, bad('/1', 'unexpected parameter "zulu"')),
  create('1.6-11', { name: 5, zulu: 1 }, bad('/1', 'unexpected parameter "zulu"')),
  ['1.6-11', 'user.create', { url: 5, surname: 6, name: 7 }, bad('/1', 'the parameter "username" is missing')],
  create('1.6-11', { surname: 6, name: 5 }, bad('/1/name', 'a character string is expected')),
  [
    '1.6-11',
    'user.create',
    [{ username: 'a' }, { username: 'a' }, { username: 5 }],
    bad('/3/username', 'a character string is expected'),
  ],
  [
    '1.6-11',
    'user.create',
    [{ username: 'Admin' }, { username: 'Admin' }],
    bad('/2', 'value (username)=(Admin) already exists'),
  ],
];

const app = { code: -32500 } as const;
const sorting = (field: string) => `Sorting by field "${field}" not allowed.`;
const quote = (words: string) =>
  words
    .split(' ')
    .map((word) => `"${word}"`)
    .join(', ');
/** The strict ones: the name of their id, what they can tell and be sorted by; the texts begin so. */
const strict = [
  ['role', 'roleids', 'roleid name type readonly', 'roleid name'],
  [
    'token',
    'tokenids',
    'tokenid name description userid lastaccess status expires_at created_at creator_userid',
    'tokenid name lastaccess status expires_at created_at',
  ],
  ['userdirectory', 'userdirectoryids', 'userdirectoryid', 'name'],
  ['mfa', 'mfaids', 'mfaid', 'name'],
  ['auditlog', 'auditids', 'auditid', 'auditid userid clock'],
] as const;

function strictRows([object, ids, output, sortable]: (typeof strict)[number]): readonly Row[] {
  const method = `${object}.get`;
  const [first = ''] = output.split(' ');
  const begins: More = first === output ? { begins: true } : {};
  const outputs = `Invalid parameter "/output/1": value must be one of ${quote(output)}${first === output ? '' : '.'}`;
  const one = sortable.includes(' ') ? 'value must be one of' : 'value must be';
  return [
    ['5.1-3', method, { foo: 1 }, bad('/', 'unexpected parameter "foo"')],
    ['5.1-4', method, { output: ['foo'] }, outputs, begins],
    ['5.1-5', method, { output: 'foo' }, bad('/output', 'value must be "extend"')],
    ['5.1-6', method, { limit: 0 }, bad('/limit', 'value must be one of 1-2147483647')],
    ['5.1-6', method, { limit: 'x' }, bad('/limit', 'an integer is expected')],
    ['5.1-7', method, { sortfield: ['foo'] }, bad('/sortfield/1', `${one} ${quote(sortable)}`)],
    ['5.1-8', method, { sortorder: 'foo' }, bad('/sortorder', 'value must be one of "ASC", "DESC"')],
    ['5.1-9', method, { filter: { foo: 1 } }, bad('/filter', 'unexpected parameter "foo"')],
    ['5.1-9', method, { search: { foo: 'x' } }, bad('/search', 'unexpected parameter "foo"')],
    ['5.1-10', method, { [ids]: 'x' }, bad(`/${ids}`, 'an array is expected')],
    ['5.1-11', method, { output: [first, first] }, bad('/output/2', `value (${first}) already exists`)],
  ];
}

export const optionRows: readonly Row[] = [
  ['5.1-1', 'user.get', { sortfield: 'name' }, sorting('name'), app],
  ['5.1-1', 'user.get', { sortfield: ['userid', 'foo'] }, sorting('foo'), app],
  ['5.1-1', 'usergroup.get', { sortfield: 'gui_access' }, sorting('gui_access'), app],
  ['5.1-1', 'mediatype.get', { sortfield: 'name' }, sorting('name'), app],
  ...strict.flatMap(strictRows),
  ...['authentication.get', 'settings.get'].flatMap((method): readonly Row[] => [
    ['5.1-3', method, { filter: {} }, bad('/', 'unexpected parameter "filter"')],
    ['5.1-4', method, { output: ['foo'] }, 'Invalid parameter "/output/1": value must be one of "', { begins: true }],
    ['5.1-5', method, { output: 'foo' }, bad('/output', 'value must be "extend"')],
  ]),
  ['5.1-12', 'user.get', { filter: { passwd: 'x' } }, 'It is not possible to filter by user password.'],
  ['5.1-13', 'user.get', { search: { passwd: 'x' } }, 'It is not possible to search by user password.'],
  ['5.1-14', 'user.get', { selectRole: 'count' }, bad('/output', 'value must be "extend"')],
  ...['token.get', 'mfa.get', 'userdirectory.get'].map(
    (method): Row => ['5.1-15', method, { editable: true }, bad('/', 'unexpected parameter "editable"')],
  ),
  ...['user.get', 'usergroup.get', 'mediatype.get'].map((method): Row => {
    const ids = { 'user.get': 'userids', 'usergroup.get': 'usrgrpids' }[method] ?? 'mediatypeids';
    return ['5.1-2', method, { [ids]: 'x' }, 'Database error occurred.', app];
  }),
];
