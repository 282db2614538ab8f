// What must not come of asking directories: a second life for somebody who is banned, more guesses than are allowed.

import { expect, test } from 'vitest';
import { bringingIn, ldapAt, ldapPort, passwords, rows, signInBy } from './directories.ts';
import { usePlace } from './harness.ts';

const place = usePlace();

/** What servers take for `ada` (RFC 4518 §2): they drop what nobody sees, and spaces at the ends. */
const spellings = ['ada', 'ADA', ' ada', 'ada ', 'ada  ', 'a\u00adda', 'ada\u200b', 'ada\t', '\uff41da'];
const held = rows.map((row) => {
  const { uid = [] } = row.attributes;
  return uid.includes('ada') ? { ...row, attributes: { ...row.attributes, uid: spellings } } : row;
});

test('one person of the directory is one user, however the name is typed', async () => {
  await signInBy(place, ldapAt(await ldapPort(held), bringingIn));
  await place.login('ada', passwords.ada);
  const found = await place.rest('GET', '/v1/users?username=ada');
  expect((await place.rest('POST', `/v1/users/${found.body[0].id}/ban`)).status).toBe(200);
  const before = await place.ask('user.get', { output: ['username'] });
  for (const username of spellings) {
    expect(await place.call('user.login', { username, password: passwords.ada }, null)).toHaveProperty('error');
    expect(await place.ask('user.get', { output: ['username'] })).toEqual(before);
  }
});

test('many who guess at once are stopped where one after the other would be', async () => {
  const guess = (index: number) => place.call('user.login', { username: `nobody${index}`, password: 'x' }, null);
  await Promise.all(Array.from({ length: 130 }, (_, index) => guess(index)));
  const [known] = await place.app.ports.store.readGuesses('default', ['network 127.0.0.1']);
  expect(known?.count).toBeLessThanOrEqual(101);
}, 60_000);
