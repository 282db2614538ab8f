// Secrets that pass through Zabbix' API: none of them is in the database, in the log, in a history, or in an answer but its own.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { build } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { adminPassword, secretKey } from './harness.ts';

test('secrets stay where they belong', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const environment = {
    MUSTER_ADMIN_PASSWORD: adminPassword,
    MUSTER_SECRET_KEY: secretKey,
    MUSTER_DATA: folder,
    MUSTER_LOG_LEVEL: 'trace',
  };
  const lines: string[] = [];
  const app = await build(readConfig(environment), { log: { write: (line: string) => void lines.push(line) } });
  const answers: string[] = [];
  const call = async (method: string, params: object, auth: string | null, secret = false) => {
    const headers = auth === null ? {} : { authorization: `Bearer ${auth}` };
    const payload = { jsonrpc: '2.0', method, params, id: 1 };
    const response = await app.server.inject({ method: 'POST', url: '/api_jsonrpc.php', headers, payload });
    if (!secret) answers.push(response.body);
    const { result } = response.json();
    if (/create|generate/.test(method)) expect(result).toBeDefined();
    return result;
  };
  const secrets = [
    'Kept-to-itself-Passw0rd-1',
    'Kept-to-itself-Passw0rd-2',
    'Kept-to-itself-Passw0rd-3',
    'Kept-to-itself-bind-4',
    'Kept-to-itself-mail-5',
    'Kept-to-itself-duo-6',
    'Kept-to-itself-test-7',
  ];
  const [first = '', second = '', wrong = '', bind, mail, duo, tested] = secrets;
  const admin = await call('user.login', { username: 'Admin', password: adminPassword }, null, true);
  const { userids } = await call(
    'user.create',
    { username: 'canary', passwd: first, roleid: '1', usrgrps: [{ usrgrpid: '7' }] },
    admin,
  );
  const session = await call('user.login', { username: 'canary', password: first }, null, true);
  await call('user.login', { username: 'canary', password: wrong }, null);
  await call('user.login', { username: 'nobody', password: wrong }, null);
  const whole = await call('user.login', { username: 'canary', password: first, userData: true }, null, true);
  const { tokenids } = await call('token.create', { name: 'canary' }, session);
  const [{ token }] = await call('token.generate', tokenids, session, true);
  await call('user.get', { output: 'extend', selectMedias: 'extend', selectRole: 'extend' }, token);
  await call('user.update', { userid: userids[0], current_passwd: wrong, passwd: second }, session);
  await call('user.update', { userid: userids[0], current_passwd: first, passwd: second }, session);
  await call('token.get', { output: 'extend', token }, admin);
  await call('user.checkAuthentication', { token }, null);
  const smtp = { smtp_server: 'mail', smtp_email: 'a@example.com', smtp_authentication: 1, username: 'u' };
  await call('mediatype.create', { name: 'canary', type: 0, ...smtp, passwd: mail }, admin);
  const ldap = { idp_type: 1, name: 'canary', host: '127.0.0.1', port: 1, base_dn: 'dc=x', search_attribute: 'uid' };
  const made = await call('userdirectory.create', { ...ldap, bind_dn: 'cn=x', bind_password: bind }, admin);
  await call('userdirectory.update', { userdirectoryid: made.userdirectoryids[0], bind_password: `${bind}b` }, admin);
  await call(
    'userdirectory.test',
    { userdirectoryid: made.userdirectoryids[0], test_username: 'x', test_password: tested },
    admin,
  );
  await call('mfa.create', { type: 2, name: 'canary', api_hostname: 'duo', clientid: 'c', client_secret: duo }, admin);
  for (const name of ['userdirectory', 'mediatype', 'mfa', 'auditlog'])
    await call(`${name}.get`, { output: 'extend' }, admin);
  for (const url of ['/api/realm', '/api/users/serial:3/history', '/api/changes', '/v1/users', '/api/users/serial:3']) {
    const response = await app.server.inject({ url, headers: { authorization: `Bearer ${secretKey}` } });
    answers.push(response.body);
  }
  await app.close(100);
  const kept = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
  const everything = [...kept, ...lines, ...answers].join('\n');
  expect(everything).toContain('canary');
  const found = [...secrets, adminPassword, admin, session, whole.sessionid, whole.secret, token].filter((one) =>
    everything.includes(one),
  );
  expect(found).toEqual([]);
});
