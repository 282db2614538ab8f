// mfa.create, update, delete and get: what may be said of MFA methods, and what is told of them.
import { expect, test } from 'vitest';
import { openPlace, usePlace } from './harness.ts';

const place = usePlace();
const totp = (more: object = {}) => ({ type: 1, name: place.fresh('totp'), hash_function: 2, code_length: 8, ...more });
const duo = (more: object = {}) => ({
  ...{
    type: 2,
    name: place.fresh('duo'),
    api_hostname: 'api.example.org',
    clientid: 'C1',
    client_secret: 'canary-secret',
  },
  ...more,
});
const make = async (params: object): Promise<string> => (await place.ask('mfa.create', params)).mfaids[0];
const rowOf = async (id: string, more: object = {}) => (await place.ask('mfa.get', { mfaids: id, ...more }))[0];

test('the first becomes the default, and stays while logins are confirmed', async () => {
  const other = await openPlace();
  expect(await other.ask('mfa.create', [totp({ name: 'a' }), totp({ name: 'b' })])).toEqual({ mfaids: ['1', '2'] });
  expect(await other.ask('authentication.get', {})).toMatchObject({ mfaid: '1', mfa_status: '0' });
  await other.ask('authentication.update', { mfa_status: 1 });
  await other.refuse('mfa.delete', ['1'], -32602, 'Cannot delete default MFA method.');
  await other.ask('authentication.update', { mfa_status: 0 });
  expect(await other.ask('mfa.delete', ['1'])).toEqual({ mfaids: ['1'] });
  expect(await other.ask('authentication.get', {})).toMatchObject({ mfaid: '0' });
  expect(await other.ask('mfa.get', { output: ['mfaid'] })).toEqual([{ mfaid: '2' }]);
  await other.app.close(100);
});

test('what is kept is told as texts, the secret never', async () => {
  expect(await rowOf(await make(totp({ name: 'Phone' })))).toMatchObject({
    ...{ type: '1', name: 'Phone', hash_function: '2', code_length: '8', api_hostname: '', clientid: '' },
  });
  const row = await rowOf(await make(duo({ name: 'Duo' })));
  expect(row).toMatchObject({
    type: '2',
    name: 'Duo',
    hash_function: '1',
    api_hostname: 'api.example.org',
    clientid: 'C1',
  });
  expect(JSON.stringify(row)).not.toContain('canary-secret');
});

const bad: [string, object, string][] = [
  ['no type', { name: 'x' }, '"/1": the parameter "type" is missing'],
  ['a type there is not', { type: 3, name: 'x' }, '"/1/type": value must be one of 1, 2'],
  ['no name', { type: 1 }, '"/1": the parameter "name" is missing'],
  ['a long name', { type: 1, name: 'x'.repeat(129) }, '"/1/name": value is too long'],
  ['no hash', { type: 1, name: 'x' }, '"/1": the parameter "hash_function" is missing'],
  ['a hash there is not', { type: 1, name: 'x', hash_function: 4 }, '"/1/hash_function": value must be one of 1, 2, 3'],
  [
    'seven digits',
    { type: 1, name: 'x', hash_function: 1, code_length: 7 },
    '"/1/code_length": value must be one of 6, 8',
  ],
  [
    'a field of Duo',
    { type: 1, name: 'x', hash_function: 1, code_length: 6, clientid: 'c' },
    '"/1/clientid": value must be empty',
  ],
  ['no host', { type: 2, name: 'x' }, '"/1": the parameter "api_hostname" is missing'],
  ['a hash for Duo', { type: 2, name: 'x', hash_function: 2 }, '"/1/hash_function": value must be 1'],
  ['a field there is not', { type: 1, name: 'x', foo: 1 }, '"/1": unexpected parameter "foo"'],
];
test.each(bad)('%s is refused', (_, params, told) =>
  place.refuse('mfa.create', params, -32602, `Invalid parameter ${told}.`),
);

test('names are unique', async () => {
  await make(totp({ name: 'taken' }));
  await place.refuse('mfa.create', totp({ name: 'taken' }), -32602, 'MFA method "taken" already exists.');
  const mfaid = await make(totp());
  await place.refuse('mfa.update', { mfaid, name: 'taken' }, -32602, 'MFA method "taken" already exists.');
});

test('an update changes what it says; another type forgets what was of the first', async () => {
  const mfaid = await make(totp());
  await place.ask('mfa.update', { mfaid, code_length: 6 });
  expect(await rowOf(mfaid)).toMatchObject({ hash_function: '2', code_length: '6' });
  await place.refuse('mfa.update', { mfaid, type: 2 }, -32602, 'Invalid parameter "/1/api_hostname": cannot be empty.');
  await place.ask('mfa.update', { mfaid, type: 2, api_hostname: 'h', clientid: 'c', client_secret: 's' });
  expect(await rowOf(mfaid)).toMatchObject({ type: '2', hash_function: '1', code_length: '6', api_hostname: 'h' });
  await place.ask('mfa.update', { mfaid, type: 1 });
  expect(await rowOf(mfaid)).toMatchObject({ type: '1', api_hostname: '', clientid: '' });
});

test('one that a group asks for stays', async () => {
  const mfaid = await make(totp({ name: 'asked' }));
  const group = { name: 'asking', mfa_status: 1, mfaid };
  const { usrgrpids } = await place.ask('usergroup.create', group);
  expect(await rowOf(mfaid, { selectUsrgrps: ['name'] })).toMatchObject({ usrgrps: [{ name: 'asking' }] });
  const used = 'Cannot delete MFA method "asked", because it is used by user group "asking".';
  await place.refuse('mfa.delete', [mfaid], -32602, used);
  await place.ask('usergroup.delete', usrgrpids);
  expect(await place.ask('mfa.delete', [mfaid])).toEqual({ mfaids: [mfaid] });
  await place.refuse('mfa.delete', [mfaid], -32500, 'No permissions to referred object or it does not exist!');
});

test('only super administrators see or touch any', async () => {
  const user = { username: place.fresh('plain'), passwd: 'Tangerine-77', roleid: '2', usrgrps: [{ usrgrpid: '7' }] };
  await place.ask('user.create', user);
  const session = await place.login(user.username, user.passwd);
  for (const verb of ['get', 'create', 'update', 'delete']) {
    await place.refuse(`mfa.${verb}`, {}, -32500, `No permissions to call "mfa.${verb}".`, session);
  }
});
