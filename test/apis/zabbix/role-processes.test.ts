// Two processes on one database: what one of them has made a rule binds in the other, though it remembers what was before.

import { expect, onTestFinished, test } from 'vitest';
import { build } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { createDatabase } from '../../postgres/cluster.ts';
import { adminPassword, secretKey } from './harness.ts';

test('a role that a process does not know yet allows nothing that it forbids', { timeout: 60_000 }, async () => {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  const now = Date.now();
  const open = async () => {
    const environment = {
      ...{ MUSTER_ADMIN_PASSWORD: adminPassword, MUSTER_SECRET_KEY: secretKey, DATABASE_URL: url },
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    };
    // Nothing that is remembered grows old.
    const app = await build(readConfig(environment), { clock: () => now });
    onTestFinished(() => app.close(100));
    return async (method: string, params: object, auth: string | null) => {
      const headers = auth === null ? {} : { authorization: `Bearer ${auth}` };
      const payload = { jsonrpc: '2.0', method, params, id: 1 };
      return (await app.server.inject({ method: 'POST', url: '/api_jsonrpc.php', headers, payload })).json();
    };
  };
  const one = await open();
  const other = await open();
  const admin = (await one('user.login', { username: 'Admin', password: adminPassword }, null)).result;
  expect(await other('user.get', {}, admin)).toHaveProperty('result');
  const { roleids } = (await one('role.create', { name: 'closed', type: 1, rules: { 'api.access': 0 } }, admin)).result;
  const wish = { username: 'closed', roleid: roleids[0], usrgrps: [{ usrgrpid: '7' }], passwd: 'Quarterdeck-97' };
  expect(await one('user.create', wish, admin)).toHaveProperty('result');
  const session = (await one('user.login', { username: 'closed', password: wish.passwd }, null)).result;
  const refused = { error: { data: 'No permissions to call "user.get".' } };
  expect(await one('user.get', {}, session)).toMatchObject(refused);
  expect(await other('user.get', {}, session)).toMatchObject(refused);
});
