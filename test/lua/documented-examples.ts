// The code of Coronium's two pages on users, with what each example must send and print.
import { readExample } from '../clients/coronium/read-example.ts';

/** An example: what it sends, what the server answers with, what it prints then. */
export interface DocumentedExample {
  readonly name: string;
  readonly code: string;
  readonly action: string;
  readonly sent: unknown;
  readonly result: unknown;
  readonly printed: string | RegExp;
}

const tiny = '289bc36e-0df7-44df-99b1-a6543c6f45eb';
const user = { user_id: tiny, username: 'tiny', active: true, scope: 'Space Race', email: null, extra: [] };
const md5 = { abcd1234: 'e19d5cd5af0378da05f63f891c7467af', abcd: 'e2fc714c4727ee9395f324cd2e7f331f' };

/** The page of the 2.1 client's users module. */
const usersPage: DocumentedExample[] = [
  {
    name: 'login',
    code: readExample('users-login'),
    action: 'login',
    sent: { username: 'tiny', password: md5.abcd1234, scope: 'Space Race' },
    result: user,
    printed: tiny,
  },
  {
    name: 'create',
    code: readExample('users-create'),
    action: 'create',
    sent: { username: 'tiny', password: md5.abcd1234, scope: 'Space Race' },
    result: { user_id: tiny },
    printed: tiny,
  },
  {
    name: 'get',
    code: readExample('users-get'),
    action: 'get',
    sent: { user_id: tiny },
    result: user,
    printed: tiny,
  },
  {
    name: 'update',
    code: readExample('users-update'),
    action: 'update',
    sent: { user_id: tiny, update: { email: 'some@email.com', extra: { color: 'Blue' } } },
    result: user,
    printed: tiny,
  },
  {
    name: 'delete',
    code: readExample('users-delete'),
    action: 'delete',
    sent: { user_id: tiny },
    result: 1,
    printed: '1',
  },
  {
    name: 'NULL',
    code: readExample('users-null', '  print(evt.error or evt.result.user_id)\n'),
    action: 'update',
    sent: { user_id: '<user_id>', update: { extra: { color: '_NULL' } } },
    result: user,
    printed: tiny,
  },
];

const updating = (name: string, code: string, update: unknown): DocumentedExample => ({
  ...{ name, code, action: 'update', sent: { user_id: tiny, update } },
  ...{ result: user, printed: tiny },
});

const rename = readExample('updating-username');

/** The page on updating of the 2.7 client. */
const updatingPage: DocumentedExample[] = [
  updating('update the address', readExample('updating-email'), { email: 'app@email.com' }),
  updating('update the name', rename, { username: 'Sammy' }),
  {
    // The page leaves to the game what it does then.
    ...updating(
      'update the name to a taken one',
      rename.replace('--user exists, handle appropriately', 'print("taken")'),
      { username: 'Sammy' },
    ),
    result: { error: 'User already exists.', status: 600 },
    printed: 'taken',
  },
  updating('update the password', readExample('updating-password'), { password: md5.abcd }),
  updating('add extra keys', readExample('updating-extra-add'), { extra: { color: 'Red', winner: true } }),
  updating('remove an extra key', readExample('updating-extra-remove'), { extra: { winner: '_NULL' } }),
  {
    ...updating('set inactive', readExample('updating-active'), { active: false }),
    printed: /^table: /,
  },
];

/** All examples of both pages. */
export const documentedExamples: readonly DocumentedExample[] = [...usersPage, ...updatingPage];
