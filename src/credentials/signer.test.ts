// Tests of the signer: tokens verify against the published keys, and the keys stay sealed.

import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { createSigningKey, openSigner, sealSigningKey } from './signer.ts';
import { openVault } from './vault.ts';

const vault = openVault(randomBytes(32));
const [older, newer] = await Promise.all([createSigningKey(), createSigningKey()]);
const rows = (realm: string) => [
  { id: older.id, sealed: sealSigningKey(vault, realm, older), createdAt: 1 },
  { id: newer.id, sealed: sealSigningKey(vault, realm, newer), createdAt: 2 },
];

test('a token verifies against the published keys and is signed with the newest', async () => {
  const signer = openSigner({ loadSigningKeys: async (realm) => rows(realm), vault });
  const token = await signer.sign('default', { sub: 'u1', fva: [0, -1] }, { cat: 'x' });
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: newer.id, cat: 'x' });
  const { keys } = await signer.jwks('default');
  expect(keys.map((key) => key.kid)).toEqual([newer.id, older.id]);
  const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: keys.map((key) => ({ kty: 'RSA', ...key })) }));
  expect(payload).toEqual({ sub: 'u1', fva: [0, -1] });
});

test('only public members are published', async () => {
  const signer = openSigner({ loadSigningKeys: async (realm) => rows(realm), vault });
  for (const key of (await signer.jwks('default')).keys) {
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(key).toMatchObject({ use: 'sig', kty: 'RSA', alg: 'RS256', e: 'AQAB' });
    expect(Buffer.from(String(key.n), 'base64url')).toHaveLength(256);
  }
});

test('the header may be overridden, but not the algorithm', async () => {
  const signer = openSigner({ loadSigningKeys: async (realm) => rows(realm), vault });
  const token = await signer.sign('default', {}, { kid: 'other', alg: 'none' });
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'other' });
});

test('keys are loaded once per realm, and a failure is not remembered', async () => {
  let calls = 0;
  const signer = openSigner({
    vault,
    loadSigningKeys: async (realm) => {
      calls++;
      if (calls === 1) throw new Error('store down');
      return realm === 'empty' ? [] : rows(realm);
    },
  });
  await expect(signer.jwks('default')).rejects.toThrow('store down');
  await Promise.all([signer.jwks('default'), signer.sign('default', {}, {}), signer.jwks('default')]);
  expect(calls).toBe(2);
  await expect(signer.jwks('empty')).rejects.toThrow('no signing key');
});

test('a key sealed for another realm does not open', async () => {
  const signer = openSigner({ loadSigningKeys: async () => rows('other'), vault });
  await expect(signer.sign('default', {}, {})).rejects.toThrow('does not open');
});
