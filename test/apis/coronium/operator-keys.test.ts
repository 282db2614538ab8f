// The keys of games, and what the original plugin signs with: what lets games in, and is shown to nobody.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addServerKey } from '../../../src/apis/coronium/operator/add-server-key.ts';
import { keepPluginKey } from '../../../src/apis/coronium/operator/keep-plugin-key.ts';
import { listServerKeys } from '../../../src/apis/coronium/operator/list-server-keys.ts';
import { revokeServerKey } from '../../../src/apis/coronium/operator/revoke-server-key.ts';
import { homeScope, serverKey, useGame } from './game.ts';

const game = useGame();

describe('a key', () => {
  const [first, second] = ['An invented text, 63 long'.padEnd(63, '.'), 'Another invented text'.padEnd(63, '.')];

  async function home() {
    const { ports, host } = game.app;
    const realm = await host.publicRealm();
    return { ports, realm, actor: { kind: 'command-line' }, api: 'coronium', requestId: 'test' } as const;
  }

  async function askSigned(text: string) {
    const time = String(Math.floor(Date.now() / 1000));
    const proof = createHmac('sha1', text).update(`${serverKey}:api.usersget${time}`).digest('base64');
    const headers = { 'x-project-id': 'api.users', 'x-action': 'get', 'x-scope': homeScope, 'x-request-time': time };
    const response = await game.app.server.inject({
      ...{ method: 'POST', url: '/', headers: { ...headers, 'x-request-auth': proof } },
      payload: '{"user_id":"nobody"}',
    });
    return response.json().result;
  }

  test('of the original plugin lets its games in once it is kept, is replaced by another, and shows nowhere', async () => {
    expect(await askSigned(first)).toMatchObject({ status: 810, error: expect.stringContaining('muster coronium') });
    await keepPluginKey(await home(), first);
    await keepPluginKey(await home(), first);
    expect(await askSigned(first)).toMatchObject({ status: 604 });
    expect(await askSigned(second)).toMatchObject({ status: 810 });
    await keepPluginKey(await home(), second);
    expect(await askSigned(second)).toMatchObject({ status: 604 });
    expect(await askSigned(first)).toMatchObject({ status: 810 });
    const query = { direction: 'ascending', beyond: null, types: null, from: null, to: null, limit: 1000 } as const;
    const told = JSON.stringify(await game.app.ports.store.readChanges('default', query));
    expect(told.match(/"path":"extras\.coronium\/plugin-key\/1"/g)).toHaveLength(2);
    for (const secret of [first, second]) expect(told).not.toContain(secret);
    expect(told).not.toContain('sealed');
  });

  test('of a game comes and goes, and shows its end alone', async () => {
    const key = await addServerKey(await home());
    const listed = await listServerKeys(await home());
    expect(JSON.stringify(listed)).not.toContain(key);
    const shown = listed.find(({ hint }) => hint === key.slice(-4));
    await revokeServerKey(await home(), shown?.id ?? '');
    expect(await listServerKeys(await home())).toEqual(listed.filter((one) => one !== shown));
    await expect(revokeServerKey(await home(), shown?.id ?? '')).rejects.toMatchObject({ status: 810 });
    const query = { direction: 'ascending', beyond: null, types: null, from: null, to: null, limit: 1000 } as const;
    expect(JSON.stringify(await game.app.ports.store.readChanges('default', query))).not.toContain(key);
  });
});
