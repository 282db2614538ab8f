// table: values of other types and of no use, and members that nobody knows: refused by name, nothing written.
import type { Row } from './coronium-refusals.ts';
import { right } from './coronium-scene.ts';

const player = { username: 'newcomer', password: right };
const long = (length: number) => 'x'.repeat(length);
const entries = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, value]));

const create = (wish: object, text: string): Row => ['create', { ...player, ...wish }, 801, text];
const update = (wish: object, text: string): Row => [
  'update',
  { user_id: '@ann', update: { group: 'x', ...wish } },
  801,
  text,
];
/** In both; `path`: in an update the text begins with the table's name. */
const either = (wish: object, text: string, path = ''): readonly Row[] => [
  create(wish, text),
  update(wish, `${path}${text}`),
];

const types: readonly Row[] = [
  ...['username', 'password', 'email', 'group'].flatMap((name) =>
    [7, true, {}, [], ['x'], { a: 1 }].flatMap((value) =>
      either({ [name]: value }, `${name} must be a string.`, 'update.'),
    ),
  ),
  ...['x', '', 7, false, [1], ['a']].flatMap((extra) => either({ extra }, 'extra must be a table.', 'update.')),
  ...['true', '', 1, 0, {}, []].map((active) => update({ active }, 'update.active must be a boolean.')),
  ...[{}, { b: 1 }, [], [1], { b: { c: {} } }].flatMap((inner) =>
    either({ extra: { fine: 1, inner } }, 'extra.inner must be a string, a number or a boolean.'),
  ),
  ...['x', 7, true, [1]].map((confirmation) => create({ confirmation }, 'confirmation must be a table.')),
  ...['x', 7, true, [1]].map(
    (table): Row => ['update', { user_id: '@ann', update: table }, 801, 'update must be a table.'],
  ),
  ...['get', 'update', 'delete', 'resendConfirmation'].flatMap((action) =>
    [7, true, {}, ['@ann'], { user_id: '@ann' }].map(
      (user_id): Row => [...([action, { user_id, update: { group: 'x' } }, 801, 'user_id must be a string.'] as const)],
    ),
  ),
];

const hashes: readonly Row[] = [
  '1234',
  right.slice(1),
  `${right} `,
  `${right}0`,
  right.replace('8', 'g'),
  '１'.repeat(32),
].flatMap((password) => either({ password }, 'password must be the MD5 of the password, in hexadecimal.', 'update.'));

const sizes: readonly Row[] = [
  ...either({ username: long(101) }, 'username is too long (at most 100).'),
  ...either({ username: long(8193) }, 'username is too long.', 'update.'),
  update({ username: '' }, 'username must not be empty.'),
  create({ username: '' }, 'username must not be empty.'),
  ...either({ group: long(101) }, 'group must have at most 100 visible characters.'),
  ...either({ group: 'a\nb' }, 'group must have at most 100 visible characters.'),
  ...['x', 'a@b@c', `${long(300)}@example.com`, 'a b@example.com', '@example.com', 'a@'].flatMap((email) =>
    either({ email }, 'email is malformed.'),
  ),
  ...either({ extra: { [long(257)]: 1 } }, 'extra has a key that is too long (at most 256).'),
  ...either({ extra: { a: long(8193) } }, 'extra is too long (at most 8192).'),
  ...either({ extra: entries(257, 1) }, 'extra has too many entries (at most 256).'),
  ...either({ extra: entries(10, long(8000)) }, 'extra is too large (at most 65536).'),
];

/** Members that are nobody's to write, and others in spellings that are not Coronium's. */
const strangers = [
  ...['validated', 'role', 'banned', 'country_code', 'oauth', 'created', 'updated', 'last_login', 'groups', 'error'],
  ...['userId', 'user_Id', 'USER_ID', 'Username', 'USERNAME', 'ACTIVE', 'Extra', 'eMail', 'isAdmin', 'is_admin', 'id'],
  ...[
    'confirmed',
    'emailVerified',
    'email_verified',
    'metadata',
    'publicMetadata',
    'rank',
    'locked',
    'system',
    'realm',
  ],
  ...['passwordHash', 'password_digest', 'toString', 'hasOwnProperty', 'a b', 'username ', ' username', '', 'ｇroup'],
];

const unknown: readonly Row[] = [
  ...strangers.flatMap((name): readonly Row[] => [
    ...either({ [name]: 'x' }, `${name} is not known here.`, 'update.'),
    ['update', { user_id: '@ann', update: { group: 'x' }, [name]: 'x' }, 801, `${name} is not known here.`],
  ]),
  create({ user_id: '@nobody' }, 'user_id is not known here.'),
  create({ active: false }, 'active is not known here.'),
  create({ update: {} }, 'update is not known here.'),
  update({ user_id: '@bob' }, 'update.user_id is not known here.'),
  update({ scope: 'Elsewhere' }, 'update.scope is not known here.'),
  update({ confirmation: 'confirmed' }, 'update.confirmation is not known here.'),
  update({ update: { active: false } }, 'update.update is not known here.'),
  create({ confirmation: { from_email: 'a@b.com', subject: 'x', to: 'all' } }, 'confirmation.to is not known here.'),
];

export const valueRows: readonly Row[] = [...types, ...hashes, ...sizes, ...unknown];
