// Tests of the signer: tokens verify against the published keys, and the keys stay sealed.

import { execFile } from 'node:child_process';
import { createHash, createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { createSigningKey, openSigner, sealSigningKey } from './signer.ts';
import { openVault } from './vault.ts';

const vault = openVault(randomBytes(32));
const [older, newer] = await Promise.all([createSigningKey(), createSigningKey()]);
const rows = (realm: string) => [
  { id: older.id, sealed: sealSigningKey(vault, realm, older), createdAt: Date.UTC(2020, 0, 1) },
  { id: newer.id, sealed: sealSigningKey(vault, realm, newer), createdAt: Date.UTC(2026, 7, 3, 14, 5, 59, 123) },
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
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5c', 'x5t#S256']);
    expect(key).toMatchObject({ use: 'sig', kty: 'RSA', alg: 'RS256', e: 'AQAB' });
    expect(Buffer.from(String(key.n), 'base64url')).toHaveLength(256);
  }
});

test('each key comes with its own certificate of itself', async () => {
  const signer = openSigner({ loadSigningKeys: async (realm) => rows(realm), vault });
  const { keys } = await signer.jwks('default');
  for (const [index, key] of keys.entries()) {
    const der = Buffer.from(String(key.x5c), 'base64');
    expect(key.x5c).toEqual([der.toString('base64')]);
    expect(key['x5t#S256']).toBe(createHash('sha256').update(der).digest('base64url'));
    const certificate = new X509Certificate(der);
    expect(certificate.publicKey.export({ format: 'jwk' })).toEqual({ kty: 'RSA', n: key.n, e: key.e });
    expect(certificate.verify(createPublicKey({ key: { ...key }, format: 'jwk' }))).toBe(true);
    expect([certificate.subject, certificate.issuer]).toEqual([`CN=${key.kid}`, `CN=${key.kid}`]);
    expect(certificate.validFromDate).toEqual(new Date(index === 0 ? '2026-08-03T14:05:59Z' : '2020-01-01T00:00:00Z'));
    expect(certificate.validToDate).toEqual(new Date('9999-12-31T23:59:59Z'));
    expect(certificate.ca).toBe(false);
  }
  expect(new Set(keys.map((key) => String(key.x5c))).size).toBe(2);
});

test('every signer of the same keys publishes the same bytes', async () => {
  const open = () => openSigner({ loadSigningKeys: async (realm) => rows(realm), vault });
  const signer = open();
  const first = await signer.jwks('default');
  expect(await signer.jwks('default')).toEqual(first);
  expect(await open().jwks('default')).toEqual(first);
});

test('signing loads nothing that only certificates need', async () => {
  const script = `
    import { createRequire } from 'node:module';
    import { createSigningKey, openSigner } from ${JSON.stringify(new URL('signer.ts', import.meta.url).href)};
    const { id, privatePem: sealed } = await createSigningKey();
    const loadSigningKeys = async () => [{ id, sealed, createdAt: 0 }];
    const signer = openSigner({ loadSigningKeys, vault: { openText: (text) => text } });
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('peculiar'));
    await signer.sign('default', {}, {});
    const signed = loaded();
    await signer.jwks('default');
    console.log(signed, loaded());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stdout).toBe('false true\n');
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
