// Tests of the vault: what it seals opens only unchanged, at its place, with its key.

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noSecrets, type Secrets } from '../core/model/user.ts';
import { openVault } from './vault.ts';

const vault = openVault(randomBytes(32));
const secrets: Secrets = { ...noSecrets, passwords: [{ scheme: 'bcrypt', digest: 'canary-4711', preHash: 'none' }] };

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected an error');
}

test('what was sealed opens, at its place', () => {
  expect(vault.open(vault.seal(secrets, 'default/u1'), 'default/u1')).toEqual(secrets);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
      expect(vault.openText(vault.sealText(text, context), context)).toBe(text);
    }),
  );
});

test('nothing sealed is nothing secret', () => {
  expect(vault.open(null, 'default/u1')).toEqual(noSecrets);
});

test('the text is not readable, and never the same twice', () => {
  const sealed = vault.seal(secrets, 'c');
  expect(sealed).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
  expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('canary');
  expect(vault.seal(secrets, 'c')).not.toBe(sealed);
});

test('it does not open at another place, with another key, or as another kind of text', () => {
  const sealed = vault.seal(secrets, 'default/u1');
  const key = randomBytes(32);
  for (const work of [
    () => vault.open(sealed, 'default/u2'),
    () => vault.open(sealed, ''),
    () => openVault(key).open(sealed, 'default/u1'),
    () => vault.openText(sealed, 'default/u1'),
    () => vault.open(vault.sealText(JSON.stringify(secrets), 'default/u1'), 'default/u1'),
  ]) {
    const error = errorOf(work);
    expect(error.message).toContain('does not open');
    expect(error.message).not.toContain('canary');
    expect(error.cause).toBeUndefined();
  }
});

test('every changed bit is noticed, and every cut', () => {
  const sealed = vault.sealText('canary-4711', 'c');
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (let index = 0; index < bytes.length * 8; index++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(index >> 3) ^ (1 << (index & 7)), index >> 3);
    expect(() => vault.openText(`v1.${changed.toString('base64url')}`, 'c')).toThrow('does not open');
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(() => vault.openText(sealed.slice(0, length), 'c')).toThrow('does not open');
  }
  expect(() => vault.openText(sealed.replace('v1.', 'v2.'), 'c')).toThrow('does not open');
});

test.each([0, 16, 31, 33])('a master key of %i bytes is refused', (length) => {
  expect(() => openVault(new Uint8Array(length))).toThrow('32 bytes');
});
