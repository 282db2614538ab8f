// Codes and tokens at rest: none can be read in the files of a database.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { challengeFactor } from '../../src/core/commands/challenge-factor.ts';
import { confirmEmailChange, sendEmailChange } from '../../src/core/commands/change-email.ts';
import { confirmEmail } from '../../src/core/commands/confirm-email.ts';
import { createPendingUser } from '../../src/core/commands/create-confirmation.ts';
import { getTicket } from '../../src/core/commands/find-ticket.ts';
import { startSignUp } from '../../src/core/commands/sign-up.ts';
import { set } from '../../src/core/model/patch.ts';
import { openSqlite } from '../../src/store/index.ts';
import { patch, replacement, wish } from '../users.ts';
import { byId, first } from './factors.ts';
import {
  byCode,
  byPassword,
  magicCode,
  newest,
  person,
  reset,
  resetToken,
  sendVerification,
  stranger,
} from './visitors.ts';
import { makeWorld, type World } from './world.ts';

const address = 'ada@example.com';

/** A world whose database is a file; every code and token it makes is told. */
async function openFile() {
  const folder = await mkdtemp(join(tmpdir(), 'muster-tickets-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const blank = await makeWorld();
  await blank.ports.store.close();
  const store = await openSqlite({ path: join(folder, 'muster.db') });
  onTestFinished(() => store.close());
  const secrets: string[] = [];
  const told = (secret: string) => {
    secrets.push(secret);
    return secret;
  };
  const random = {
    ...blank.ports.random,
    token: () => told(`token ${secrets.length} in clear`),
    digits: () => told(`code ${secrets.length} in clear`),
  };
  const ports = { ...blank.ports, store, random };
  const { realm } = blank.context;
  const users = { realm: realm.id, users: [], sessions: [], documents: [], changes: [], mails: [] };
  await store.foundRealm({ realm, keys: [], signingKey: { id: random.uuid(0), sealed: '', createdAt: 0 }, users });
  const world: World = { ...blank, ports, context: { ...blank.context, ports } };
  return { folder, secrets, world };
}

test('no code, token or password is in the files of the database', async () => {
  const { folder, secrets, world } = await openFile();
  const ada = await person(world, address, false);
  await confirmEmail(world.context, byId(ada), await sendVerification(world, ada));
  await sendEmailChange(world.context, byId(ada), 'new@example.com');
  const { id } = await newest(world, 'email-change', ada.id);
  const { secret } = await getTicket(world.context, 'email-change', id);
  await byCode(world, address, await magicCode(world, address));
  await reset(world, await resetToken(world, address), 'password in clear');
  await confirmEmailChange(world.context, byId(ada), secret);
  const other = { email: 'other@example.com', password: 'password in clear', firstName: null, lastName: null };
  await startSignUp(stranger(world), other);
  await byPassword(world, 'new@example.com', 'password in clear');
  await challengeFactor(world.context, (await person(world, 'bob@example.com', true, { totp: set(first) })).id);
  const emails = replacement([wish('carol@example.com')], { primary: { op: 'first' } });
  const word = (link: string) => ({ subject: 'x', text: link, html: null });
  const mail = { linkOf: (token: string) => token, letter: { sender: null, word } };
  await createPendingUser(world.context, patch({ emails }), { identifier: false, password: false }, mail);
  expect(secrets.length).toBeGreaterThanOrEqual(9);
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
  const all = files.join('\n');
  expect(all).toContain('new@example.com');
  expect(all).not.toContain('in clear');
  expect(all).not.toContain(first.secret);
});
