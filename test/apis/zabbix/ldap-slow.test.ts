// A directory that does not answer: whoever waits for it is the only one who waits, and nobody guesses more for it.

import { afterAll, expect, test } from 'vitest';
import { startRude } from '../../ldap/server.ts';
import { bringingIn, ldapAt, signInBy } from './directories.ts';
import { adminPassword, openPlace, type Place } from './harness.ts';

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A realm whose members of one group sign in by a directory that says nothing until it is stopped. */
async function open() {
  const place = await openPlace();
  const directory = await startRude(null);
  closing.push(() => place.app.close(100));
  await signInBy(place, ldapAt(directory.port, bringingIn));
  const local = await place.ask('usergroup.create', { name: 'local', gui_access: 1 });
  const user = {
    username: 'keeper',
    passwd: 'Local-secret-5',
    roleid: '1',
    usrgrps: [{ usrgrpid: local.usrgrpids[0] }],
  };
  await place.ask('user.create', user);
  return { place, directory };
}

const attempt = (place: Place, username: string, password = 'x') =>
  place.call('user.login', { username, password }, null);

/** Waits until as many ask the directory. */
async function asked(directory: Awaited<ReturnType<typeof startRude>>, count: number): Promise<void> {
  await expect.poll(directory.connections, { timeout: 20_000, interval: 5 }).toBe(count);
}

test('others from the same network sign in meanwhile', async () => {
  const { place, directory } = await open();
  const { usrgrpids } = await place.ask('usergroup.create', { name: 'theirs', gui_access: 2 });
  const theirs = { roleid: '1', usrgrps: [{ usrgrpid: usrgrpids[0] }], passwd: 'Local-secret-5' };
  await place.ask('user.create', { username: 'ada', ...theirs });
  const waiting = [attempt(place, 'ada'), attempt(place, 'stranger')];
  await asked(directory, 2);
  expect(await place.login('keeper', 'Local-secret-5')).toMatch(/^[0-9a-f]{32}$/);
  expect(await place.login('Admin', adminPassword)).toMatch(/^[0-9a-f]{32}$/);
  expect(directory.connections()).toBe(2);
  await directory.stop();
  expect(await Promise.all(waiting)).toEqual([
    { error: expect.objectContaining({ code: expect.any(Number) }) },
    { error: expect.objectContaining({ code: expect.any(Number) }) },
  ]);
});

test('no more are asked about at once than may be wrong, and the next wait for the first to end', async () => {
  const { place, directory } = await open();
  const waiting = Array.from({ length: 105 }, (_, index) => attempt(place, `stranger${index}`));
  await asked(directory, 100);
  const later = attempt(place, 'keeper', 'Local-secret-5');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(directory.connections()).toBe(100);
  await directory.stop();
  await Promise.all(waiting);
  expect(await later).toEqual({ result: expect.stringMatching(/^[0-9a-f]{32}$/) });
}, 60_000);
