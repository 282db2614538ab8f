// Our own client's signature: of every part of a request, with any key of the server; nothing else is believed.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { homeOf } from '../../../src/apis/coronium/envelope/find-scope.ts';
import { prove } from '../../../src/apis/coronium/envelope/prove.ts';
import type { Request } from '../../../src/apis/coronium/envelope/request.ts';
import { addServerKey } from '../../../src/apis/coronium/operator/add-server-key.ts';
import { listServerKeys } from '../../../src/apis/coronium/operator/list-server-keys.ts';
import { revokeServerKey } from '../../../src/apis/coronium/operator/revoke-server-key.ts';
import { everything } from '../../conformance/coronium-everything.ts';
import { type Headers, ourHeaders, pluginHeaders, post, standIn, useWire } from '../../conformance/coronium-wire.ts';
import { md5, serverKey } from './game.ts';

const wire = useWire();
const unproven = '{"result":{"error":"The request is not signed with a key of this server.","status":810}}';

/** A header as it was signed, and something else that may stand in a header. */
const change = fc.oneof(
  fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 60,
  }),
  fc.constant(''),
);

test('each signed part, changed, is refused, and nothing is done', async () => {
  const said = { idempotencyKey: 'a'.repeat(32), session: 'some-session' };
  const body = JSON.stringify({ username: 'Unsigned', password: md5('1234') });
  const parts = [
    'X-Project-Id',
    'X-Action',
    'X-Scope',
    'X-Request-Time',
    'Idempotency-Key',
    'X-Session-Token',
  ] as const;
  const signed = ourHeaders('create', body, said);
  const before = await everything(wire().game.app.ports.store);
  const one = fc.record({ part: fc.constantFrom(...parts), value: change, digits: fc.nat() });
  await fc.assert(
    fc.asyncProperty(one, async ({ part, value, digits }) => {
      const other = part === 'X-Request-Time' ? String(digits) : value;
      fc.pre(other !== signed[part]);
      const { text } = await post(wire().url, { ...signed, [part]: other }, body);
      expect(text).toBe(unproven);
    }),
    { numRuns: 150 },
  );
  for (const part of parts.filter((name) => name !== 'X-Project-Id' && name !== 'X-Request-Time')) {
    const { [part]: _, ...rest } = signed;
    expect((await post(wire().url, rest, body)).text, part).toBe(unproven);
  }
  expect(await everything(wire().game.app.ports.store)).toEqual(before);
});

test('the body, changed in one byte, is refused', async () => {
  const body = Buffer.from(JSON.stringify({ username: 'Unsigned', password: md5('1234') }));
  const headers = ourHeaders('create', body);
  const before = await everything(wire().game.app.ports.store);
  await fc.assert(
    fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
      const changed = Buffer.from(body);
      changed[place] = (changed[place] ?? 0) ^ flip;
      expect((await post(wire().url, headers, changed)).text).toBe(unproven);
    }),
    { numRuns: 100 },
  );
  expect((await post(wire().url, headers, Buffer.concat([body, Buffer.from(' ')]))).text).toBe(unproven);
  expect((await post(wire().url, headers, '')).text).toBe(unproven);
  expect(await everything(wire().game.app.ports.store)).toEqual(before);
});

test('the proof itself, changed, is refused; so is one of the other kind', async () => {
  const body = '{"user_id":"x"}';
  const good = ourHeaders('get', body)['X-Request-Auth'] ?? '';
  const plain = pluginHeaders('get')['X-Request-Auth'] ?? '';
  const proofs = [
    ...[
      'muster-1',
      'muster-1 ',
      'Muster-1',
      good.slice(9),
      good.toUpperCase(),
      good.toLowerCase(),
      `${good} `.slice(0, -2),
    ],
    ...[`muster-2 ${good.slice(9)}`, `muster-1 ${plain}`, `muster-1  ${good.slice(9)}`, `${good}, ${good}`],
  ];
  for (const proof of proofs) {
    const headers = { ...ourHeaders('get', body), 'X-Request-Auth': proof };
    expect((await post(wire().url, headers, body)).text, proof).toBe(unproven);
  }
});

test('parts cannot move into each other', async () => {
  const body = '{"user_id":"01920000-0000-7000-8000-000000000000"}';
  const signed = ourHeaders('get', body, { idempotencyKey: 'key', session: 'token' });
  const moved: readonly Headers[] = [
    { ...signed, 'Idempotency-Key': 'token', 'X-Session-Token': 'key' },
    { ...signed, 'Idempotency-Key': 'key token', 'X-Session-Token': '' },
    { ...signed, 'X-Action': signed['X-Scope'] ?? '', 'X-Scope': 'get' },
  ];
  for (const headers of moved) expect((await post(wire().url, headers, body)).text).toBe(unproven);
  expect((await post(wire().url, signed, body)).text).toContain('"status":604');
});

test('any key of the server will do, until it is revoked', async () => {
  const { game, ours, plugin } = wire();
  const home = await homeOf(game.app.host, 'test');
  const key = await addServerKey(home);
  const body = '{"user_id":"x"}';
  for (const known of [key, serverKey]) {
    expect(await ours('get', body, { key: known })).toContain('"status":604');
    expect(await plugin('get', body, { key: known })).toContain('"status":604');
  }
  const newest = (await listServerKeys(home)).at(-1);
  await revokeServerKey(home, newest?.id ?? '');
  expect(await ours('get', body, { key })).toBe(unproven);
  expect(await plugin('get', body, { key })).toBe(unproven);
  expect(await ours('get', body)).toContain('"status":604');
});

test('the history names the key that signed', async () => {
  const { game } = wire();
  const id = await game.player();
  const [made] = await game.app.ports.store.readHistory('default', id, null, 1);
  expect(made?.actor).toEqual({ kind: 'app-key', keyId: expect.any(String) });
  expect(JSON.stringify(made)).not.toContain(serverKey);
  expect(JSON.stringify(made)).not.toContain(createHash('sha256').update(serverKey).digest('hex'));
});

test.each(['ours', 'plugin'] as const)('every key is tried, whichever fits (%s)', (kind) => {
  const body = Buffer.from('{}');
  const secrets = ['one', 'two', 'three', 'four'];
  const request = (key: string): Request => {
    const said = { key, time: '1516647155' };
    const headers = kind === 'ours' ? ourHeaders('get', body, said) : pluginHeaders('get', said);
    return {
      ...{
        project: 'api.users',
        action: 'get',
        scope: 'Space Race',
        time: '1516647155',
        idempotencyKey: '',
        sessionToken: '',
      },
      ...{ proof: headers['X-Request-Auth'] ?? '', body, address: '192.0.2.1', userAgent: null, requestId: 'test' },
    };
  };
  for (const [index, key] of secrets.entries()) {
    const read: string[] = [];
    const keys = secrets.map((secret, place) => ({
      id: String(place),
      get secret() {
        read.push(secret);
        return secret;
      },
    }));
    expect(prove(request(key), keys, standIn)).toEqual({ keyId: String(index), isOurs: kind === 'ours' });
    expect(new Set(read)).toEqual(new Set(secrets));
  }
  expect(() => prove(request('five'), [], standIn)).toThrow('not signed with a key');
});
