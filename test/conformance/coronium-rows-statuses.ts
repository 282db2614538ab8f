// table: what is answered, by the statuses of Coronium Core 2.7 ("Status codes"; 2019-09) that Muster says.
import type { Row } from './coronium-refusals.ts';
import { right, scopes, wrong } from './coronium-scene.ts';

const player = { username: 'newcomer', password: right };
const confirmation = { from_email: 'game@example.com', subject: 'Welcome' };
const create = (wish: object, status: number, text: string): Row => ['create', { ...player, ...wish }, status, text];
const update = (wish: object, status: number, text: string): Row => [
  'update',
  { user_id: '@ann', update: wish },
  status,
  text,
];
const unknown = 'The user was not found.';
const unlinked = 'The provider is not linked.';
const setElsewhere = 'The password of this user was set elsewhere: the user must sign in there once, or set a new one.';

const taken: readonly Row[] = [
  create({ username: 'Ann' }, 600, 'A user with this username exists already.'),
  create({ username: 'aNN' }, 600, 'A user with this username exists already.'),
  create({ username: 'Admin' }, 600, 'A user with this username exists already.'),
  create({ username: 'Boss' }, 600, 'A user with this username exists already.'),
  create({ email: 'ann@example.com' }, 600, 'A user with this email exists already.'),
  create({ email: 'ANN@Example.com' }, 600, 'A user with this email exists already.'),
  create({ email: 'ann@example.com', confirmation }, 600, 'A user with this email exists already.'),
  update({ username: 'Bob' }, 600, 'A user with this username exists already.'),
  update({ username: 'BOB', extra: { color: 'Blue' } }, 600, 'A user with this username exists already.'),
  update(
    { active: false, group: 'x', password: wrong, email: 'bob@example.com', extra: { color: '_NULL' } },
    600,
    'A user with this email exists already.',
  ),
];

const login = (body: object, status: number, text: string, counts?: true): Row => [
  ...(['login', body, status, text] as const),
  counts === true ? { counts } : {},
];

const logins: readonly Row[] = [
  login({ username: 'Ann', password: wrong }, 603, 'The password is wrong.', true),
  login({ email: 'ann@example.com', password: wrong }, 603, 'The password is wrong.', true),
  login({ username: 'Nobody', password: right }, 604, unknown, true),
  login({ email: 'nobody@example.com', password: right }, 604, unknown, true),
  login({ username: 'ann@example.com', password: right }, 604, unknown, true),
  login({ username: 'Eve', password: right }, 604, unknown, true),
  login({ username: 'Admin', password: right }, 604, unknown, true),
  login({ username: 'guest', password: right }, 604, unknown, true),
  login({ username: 'Set-elsewhere', password: right }, 605, setElsewhere),
  login({ provider: 'facebook', client_id: 'nobody' }, 624, unlinked),
  login({ provider: 'google', client_id: 'fb-ann' }, 624, unlinked),
  login({}, 804, 'Username or Email value is missing.'),
  login({ password: right }, 804, 'Username or Email value is missing.'),
  login({ username: '', password: right }, 804, 'Username or Email value is missing.'),
  login({ username: 'Ann' }, 804, 'Password value is missing.'),
  login({ email: 'ann@example.com' }, 804, 'Password value is missing.'),
  login({ username: 'Ann', password: '1234' }, 801, 'password must be the MD5 of the password, in hexadecimal.'),
  login({ provider: 'facebook' }, 804, 'client_id is missing.'),
  login({ client_id: 'fb-ann' }, 804, 'provider is missing.'),
];

/** Nobody whom a game may reach, however they are named. */
const unreachable = ['@nobody', '@eve', '@Admin', '@guest', '@boss', 'Ann', '1', "' OR 1=1 --", 'ünknown', '../x'];

const strangers: readonly Row[] = unreachable.flatMap((user_id): readonly Row[] => [
  ['get', { user_id }, 604, unknown],
  ['update', { user_id, update: { active: false } }, 604, unknown],
  ['resendConfirmation', { user_id }, 604, unknown],
  ['getAuthProvider', { user_id, provider: 'facebook' }, 604, unknown],
  ['addAuthProvider', { user_id, provider: 'facebook', auth: { client_id: 'x' } }, 604, unknown],
  ['removeAuthProvider', { user_id, provider: 'facebook' }, 604, unknown],
]);

const providers: readonly Row[] = [
  [
    'addAuthProvider',
    { user_id: '@ann', provider: 'facebook', auth: { client_id: 'another' } },
    620,
    'The user has an account of this provider already.',
  ],
  [
    'addAuthProvider',
    { user_id: '@bob', provider: 'facebook', auth: { client_id: 'fb-ann' } },
    620,
    'This provider account is linked already.',
  ],
  ['getAuthProvider', { user_id: '@bob', provider: 'facebook' }, 624, unlinked],
  ['updateAuthProvider', { user_id: '@bob', provider: 'facebook', update: { client_id: 'x' } }, 624, unlinked],
  ['removeAuthProvider', { user_id: '@bob', provider: 'facebook' }, 624, unlinked],
  ['accessTokenExpired', { user_id: '@bob', provider: 'facebook' }, 624, unlinked],
  ['updateTokenExpiry', { user_id: '@bob', provider: 'facebook', expiry: 1 }, 624, unlinked],
];

const mails: readonly Row[] = [
  ['resendConfirmation', { user_id: '@ann' }, 614, 'The user is not pending.'],
  create(
    { email: 'new@example.com', confirmation: { ...confirmation, email_tpl: 'missing.tpl' } },
    702,
    'There is no mail template missing.tpl.',
  ),
  create(
    { email: 'new@example.com', confirmation: { ...confirmation, from_email: 'nobody' } },
    704,
    'from_email is not an email address.',
  ),
  create(
    { email: 'new@example.com', confirmation: { from_email: 'a@b.com' } },
    804,
    'confirmation.subject is missing.',
  ),
];

const needed: readonly Row[] = [
  ['create', { password: right }, 804, 'username is missing.'],
  ['create', { username: 'newcomer' }, 804, 'password is missing.'],
  ['create', {}, 804, 'username is missing.'],
  ['create', [], 804, 'username is missing.'],
  ['get', {}, 804, 'user_id is missing.'],
  ['get', { user_id: '' }, 804, 'user_id is missing.'],
  ['get', { user_id: null }, 804, 'user_id is missing.'],
  ['update', { update: { active: true } }, 804, 'user_id is missing.'],
  ['update', { user_id: '@ann' }, 804, 'update is missing.'],
  ['update', { user_id: '@ann', update: null }, 804, 'update is missing.'],
  update({}, 804, 'update is missing.'),
  ['update', { user_id: '@ann', update: [] }, 804, 'update is missing.'],
  ['delete', {}, 804, 'user_id is missing.'],
  ['resendConfirmation', {}, 804, 'user_id is missing.'],
];

const switched = (name: string) => `${name} is switched off in this scope.`;
const inClosed = { scope: scopes.closed } as const;
const inOwn = { scope: scopes.own } as const;
const late = 'The clock of this device is wrong.';
const alone = 'In this scope, users are changed by themselves alone: log in first.';

const general: readonly Row[] = [
  ['fly', {}, 810, 'There is no fly.'],
  ['GET', { user_id: '@ann' }, 810, 'There is no GET.'],
  ['', {}, 810, 'There is no .'],
  ['constructor', {}, 810, 'There is no constructor.'],
  ['get', { user_id: '@ann' }, 810, 'api.data is not part of this server: it keeps users.', { project: 'api.data' }],
  ['get', { user_id: '@ann' }, 810, 'API.USERS is not part of this server: it keeps users.', { project: 'API.USERS' }],
  ['update', { user_id: '@ann', update: { active: true } }, 810, switched('update'), inClosed],
  ['updateUser', {}, 810, switched('update'), inClosed],
  ['delete', { user_id: '@ann' }, 810, switched('delete'), inClosed],
  ['deleteUser', { user_id: '@ann' }, 810, switched('delete'), { ...inClosed, signs: 'plugin' }],
  ['loginUser', { username: 'Ann', password: right }, 810, switched('login'), inClosed],
  ['update', { user_id: '@owned', update: { active: false } }, 810, alone, inOwn],
  ['update', { user_id: '@owned', update: { active: false } }, 810, alone, { ...inOwn, signs: 'plugin' }],
  ['delete', { user_id: '@owned' }, 810, alone, inOwn],
  ['delete', { user_id: '@nobody' }, 810, alone, inOwn],
  ['getAuthProvider', { user_id: '@owned', provider: 'facebook' }, 810, alone, inOwn],
  ['delete', { user_id: '@owned' }, 810, 'The user must log in again.', { ...inOwn, session: 'made-up' }],
  ['get', { user_id: '@owned' }, 810, late, { scope: scopes.clock }],
  ['create', player, 810, late, { scope: scopes.clock, signs: 'plugin' }],
  ['create', { ...player, scope: 'Elsewhere' }, 801, 'scope is not the scope of the request.'],
  ['login', { username: 'Ann', password: right, scope: 'Elsewhere' }, 801, 'scope is not the scope of the request.'],
];

const unproven = 'The request is not signed with a key of this server.';
const unsigned: readonly Row[] = (['plugin', 'ours'] as const).flatMap((signs): readonly Row[] => [
  ['get', { user_id: '@ann' }, 810, unproven, { signs, key: 'another-key' }],
  ['delete', { user_id: '@ann' }, 810, unproven, { signs, key: '' }],
  ['create', player, 810, unproven, { signs, key: 'c0ffee00-7b1d-4c5e-9f00-5ca1ab1e0002', scope: 'Never seen' }],
]);

export const statusRows: readonly Row[] = [
  ...[...taken, ...logins, ...strangers, ...providers, ...mails, ...needed, ...general, ...unsigned],
];
