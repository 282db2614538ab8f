// table: what is refused whoever signs in, shows a credential or chooses a password (Zabbix 7.0.22).
import type { More, Row } from './zabbix-refusals.ts';
import { password, type Who } from './zabbix-scene.ts';

const app = { code: -32500 } as const;
const blocked = 'Incorrect user name or password or account is temporarily blocked.';
const shut = 'No permissions for system access.';
const gone = 'Session terminated, re-login, please.';
const bad = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;
const login = (id: string, params: object, data: string, more: More = {}): Row => {
  return [id, 'user.login', params, data, { by: 'nobody', counts: true, ...more }];
};
const check = (id: string, params: object, data: string): Row => {
  return [id, 'user.checkAuthentication', params, data, { by: 'nobody' }];
};
const neither = 'Session ID or token is expected.';

export const signInRows: readonly Row[] = [
  login('3.5-1', { username: 'no one', password }, blocked, app),
  login('3.5-1', { username: '', password: '' }, blocked, app),
  login('3.5-1', { username: 'mate', password: 'wrong' }, blocked, app),
  login('3.5-1', { username: 'Mate', password }, blocked, app),
  login('3.5-1', { username: 'silent', password: '' }, blocked, app),
  login('3.5-1', { username: 'guest', password: 'x' }, blocked, app),
  login('3.5-1', { username: 'prisoner', password: 'wrong' }, blocked, app),
  login('3.5-2', { username: 'prisoner', password }, shut),
  login('3.5-2', { username: 'drifter', password }, shut),
  login('3.5-3', {}, bad('/', 'the parameter "username" is missing')),
  login('3.5-3', { username: 'mate' }, bad('/', 'the parameter "password" is missing')),
  login('3.5-3', { user: 'mate', password }, bad('/', 'unexpected parameter "user"')),
  login('3.5-3', { username: 5, password }, bad('/username', 'a character string is expected')),
  login('3.5-3', { username: 'x'.repeat(256), password }, bad('/username', 'value is too long')),
  login('3.5-3', { username: 'mate', password: 'x'.repeat(256) }, bad('/password', 'value is too long')),
  login('3.5-4', { username: 'officer', password: 'wrong' }, blocked, {
    ...app,
    given: [['settings.update', { login_attempts: 1 }]],
  }),
  login('3.5-4', { username: 'officer', password }, blocked, app),
  [
    '3.5-4',
    'user.login',
    { username: 'officer', password: 'wrong' },
    blocked,
    {
      by: 'nobody',
      counts: true,
      ...app,
      undo: [
        ['user.unblock', ['4']],
        ['settings.update', { login_attempts: 5 }],
      ],
    },
  ],
  check('3.5-5', {}, neither),
  check('3.5-5', { sessionid: 'x', token: 'y' }, neither),
  check('3.5-6', { sessionid: 'f'.repeat(32) }, gone),
  check('3.5-6', { sessionid: 'f'.repeat(32), extend: false }, gone),
  check('3.5-7', { token: 'f'.repeat(64) }, 'Not authorized.'),
  check('3.5-8', { token: 'f'.repeat(64), extend: true }, bad('/', 'unexpected parameter "extend"')),
  check('1.6-10', { sessionid: 'x', extend: 'x' }, bad('/extend', 'a boolean is expected')),
  [
    '3.5-9',
    'user.logout',
    [],
    'Incorrect field "sessionid" name or value in where statement for table "sessions".',
    { by: "the captain's token", ...app },
  ],
  [
    '3.5-9',
    'user.logout',
    [],
    'System error occurred. Please contact Zabbix administrator.',
    { by: "the mate's token", ...app },
  ],
  [
    '1.5-19',
    'user.logout',
    [],
    'System error occurred. Please contact Zabbix administrator.',
    { by: "the mate's token", ...app },
  ],
  ['3.5-10', 'user.logout', { x: 1 }, bad('/', 'should be empty')],
  ['3.5-10', 'user.logout', ['x'], bad('/', 'should be empty'), { by: 'mate' }],
];

const forbidden = (method: string) => `No permissions to call "${method}".`;
const superOnly = [
  ...['create', 'delete', 'unblock', 'provision', 'resettotp'].map((verb) => `user.${verb}`),
  ...['usergroup', 'role', 'mediatype'].flatMap((name) => [`${name}.create`, `${name}.update`, `${name}.delete`]),
  ...['authentication.get', 'authentication.update', 'auditlog.get'],
  ...['userdirectory', 'mfa'].flatMap((name) => ['get', 'create', 'update', 'delete'].map((verb) => `${name}.${verb}`)),
];
const everybody = [
  ...['user.get', 'user.update', 'user.logout', 'usergroup.get', 'role.get', 'mediatype.get', 'settings.get'],
  ...['get', 'create', 'update', 'delete', 'generate'].map((verb) => `token.${verb}`),
];
const mute = (rules: object) => [['role.update', { roleid: '6', rules }]] as const;
const silenced = mute({ 'api.access': 0, 'api.mode': 0, api: [] });
const noTokens = (status: number) =>
  [['role.update', { roleid: '1', rules: { actions: [{ name: 'manage_api_tokens', status }] } }]] as const;

export const callRows: readonly Row[] = [
  ...(['mate', 'officer'] as const).flatMap((by) =>
    superOnly.map((method): Row => ['1.4-1', method, [], forbidden(method), { by, ...app }]),
  ),
  ...[...superOnly, ...everybody].map(
    (method): Row => ['1.4-2', method, [], forbidden(method), { by: 'mute', ...app }],
  ),
  [
    '1.4-3',
    'user.get',
    {},
    forbidden('user.get'),
    { by: 'mute', ...app, given: mute({ 'api.access': 1, 'api.mode': 1, api: ['role.get'] }), undo: silenced },
  ],
  [
    '1.4-4',
    'user.get',
    {},
    forbidden('user.get'),
    { by: 'mute', ...app, given: mute({ 'api.access': 1, api: ['user.*'] }), undo: silenced },
  ],
  ['1.4-5', 'token.get', {}, forbidden('token.get'), { by: 'mate', ...app, given: noTokens(0), undo: noTokens(1) }],
  ['1.5-9', 'foo.get', [], 'Incorrect API "foo".', { code: -32601 }],
  ['1.5-9', '', [], 'Incorrect API "".', { code: -32601 }],
  ['1.5-9', 'dotless', [], 'Incorrect API "dotless".', { code: -32601 }],
  ['1.5-10', 'user.bar', [], 'Incorrect method "user.bar".', { code: -32601 }],
  ['1.5-10', 'user.bar', [], 'Incorrect method "user.bar".', { code: -32601, by: 'nobody' }],
  ['1.5-10', 'user', [], 'Incorrect method "user.".', { code: -32601 }],
  ...['addmedia', 'updatemedia', 'deletemedia', 'updateprofile', 'isreadable'].map(
    (verb): Row => ['1.5-10', `user.${verb}`, [], `Incorrect method "user.${verb}".`, { code: -32601 }],
  ),
  ['1.5-11', 'user.get', {}, 'Not authorized.', { by: 'nobody' }],
  ['1.5-11', 'user.get', {}, 'Not authorized.', { by: 'made-up token' }],
  ['1.5-11', 'user.get', {}, 'Not authorized.', { by: 'disabled token' }],
  ['1.5-12', 'user.get', {}, gone, { by: 'made-up session' }],
  ['1.5-12', 'user.get', {}, gone, { by: 'ended session' }],
  ...['apiinfo.version', 'user.login', 'user.checkAuthentication', 'USER.Login'].map(
    (name): Row => ['1.5-13', name, [], `The "${name}" method must be called without authorization header.`],
  ),
  ['1.5-14', 'user.get', { filter: { passwd: 'x' } }, 'It is not possible to filter by user password.'],
  ['1.5-15', 'user.get', {}, 'API token expired.', { by: 'expired token', ...app }],
  ['1.5-16', 'USER.Create', {}, forbidden('USER.Create'), { by: 'mate', ...app }],
  ['1.5-17', 'user.delete', ['999'], 'No permissions to referred object or it does not exist!', app],
  ['1.5-18', 'user.get', { sortfield: 'name' }, 'Sorting by field "name" not allowed.', app],
];

const rules = (bits: number) => ({
  given: [['authentication.update', { passwd_check_rules: bits }]] as const,
  undo: [['authentication.update', { passwd_check_rules: 8 }]] as const,
});
const weak = (id: string, passwd: string, text: string, more: More = {}, by: Who = 'Admin'): readonly Row[] => {
  const data = `Incorrect value for field "/1/passwd": ${text}.`;
  return [
    [
      id,
      'user.create',
      { username: 'someone', name: 'Long', surname: 'Q', passwd, usrgrps: [{ usrgrpid: '14' }] },
      data,
      { by, ...more },
    ],
    [
      id,
      'user.update',
      { userid: '7', username: 'someone', name: 'Long', surname: 'Q', passwd },
      data,
      { by, ...more },
    ],
  ];
};
const letters = 'must contain at least one lowercase and one uppercase Latin letter';
const names = "must not contain user's name, surname or username";

export const passwordRows: readonly Row[] = [
  ...weak('4-1', 'Ab1-efg', 'must be at least 8 characters long'),
  ...weak('4-1', 'Ab1-efg-hij', 'must be at least 12 characters long', {
    given: [['authentication.update', { passwd_min_length: 12 }]],
    undo: [['authentication.update', { passwd_min_length: 8 }]],
  }),
  ...weak('4-2', 'lower-case-7', letters, rules(1)),
  ...weak('4-2', 'UPPER-CASE-7', letters, rules(15)),
  ...weak('4-3', 'No-digits-here', 'must contain at least one digit', rules(2)),
  ...weak('4-3', 'No-digits-here', 'must contain at least one digit', rules(15)),
  ...weak('4-4', 'NothingSpecial7', 'must contain at least one special character', rules(4)),
  ...weak('4-4', 'NothingSpecial7', 'must contain at least one special character', rules(15)),
  ...weak('4-5', 'xx-SomeOne-xx', names),
  ...weak('4-5', 'ab-LONG-de-fg', names),
  ...weak('4-5', 'antiquarians', names),
  ['4-5', 'user.update', { userid: '3', passwd: 'Tall-hawkins-9' }, `Incorrect value for field "/1/passwd": ${names}.`],
  ...weak('4-6', 'password1', 'must not be one of common or context-specific passwords'),
];
