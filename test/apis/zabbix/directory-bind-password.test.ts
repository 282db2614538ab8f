// The password a directory searches with is sent nowhere but where it was given for.

import { expect, test } from 'vitest';
import { searcher } from '../../ldap/people.ts';
import { startRude } from '../../ldap/server.ts';
import { ldapAt, ldapPort, passwords } from './directories.ts';
import { usePlace } from './harness.ts';

const place = usePlace();

const missing = (path: string) => `Invalid parameter "${path}": the parameter "bind_password" is missing.`;

const elsewhere = [
  ['host', 'localhost'],
  ['port', 1],
  ['bind_dn', 'cn=somebody'],
  ['start_tls', 1],
] as const;

async function create(more: object = {}) {
  const params = ldapAt(await ldapPort(), { name: place.fresh('People'), ...more });
  return (await place.ask('userdirectory.create', params)).userdirectoryids[0];
}

const rowOf = async (userdirectoryid: string) =>
  (await place.ask('userdirectory.get', { userdirectoryids: [userdirectoryid] }))[0];

test.each(elsewhere)('another %s needs it again', async (name, value) => {
  const id = await create();
  const before = await rowOf(id);
  const change = { userdirectoryid: id, [name]: value };
  await place.refuse('userdirectory.update', [change], -32602, missing('/1'));
  const other = { userdirectoryid: await create(), description: 'x' };
  await place.refuse('userdirectory.update', [other, change], -32602, missing('/2'));
  expect(await rowOf(id)).toEqual(before);
  expect((await rowOf(other.userdirectoryid)).description).toBe('');
  await place.ask('userdirectory.update', { ...change, bind_password: 'new' });
  expect(await rowOf(id)).toMatchObject({ [name]: String(value) });
});

test('a test at another place does not tell it there', async () => {
  const { port, connections, stop } = await startRude(null);
  const user = { test_username: 'ada', test_password: passwords.ada };
  const id = await create();
  await place.refuse('userdirectory.test', { userdirectoryid: id, port, ...user }, -32602, missing('/'));
  expect(connections()).toBe(0);
  await stop();
  expect(await place.ask('userdirectory.test', { userdirectoryid: id, ...user })).toMatchObject({ username: 'ada' });
  const again = { userdirectoryid: id, port: await ldapPort(), bind_password: searcher.password, ...user };
  expect(await place.ask('userdirectory.test', again)).toMatchObject({ username: 'ada' });
});

test('what stays as it is, or where none is kept, needs none', async () => {
  const id = await create();
  const { host, port, bind_dn, start_tls } = await rowOf(id);
  await place.ask('userdirectory.update', { userdirectoryid: id, host, port, bind_dn, start_tls, description: 'x' });
  await place.ask('userdirectory.update', { userdirectoryid: id, host: 'localhost', bind_password: '' });
  await place.ask('userdirectory.update', { userdirectoryid: id, host: 'elsewhere' });
  expect(await rowOf(id)).toMatchObject({ host: 'elsewhere', description: 'x' });
});
