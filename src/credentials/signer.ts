// The signer: makes and publishes session tokens with the realm's keys.

import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { CompactSign, calculateJwkThumbprint, exportJWK } from 'jose';
import type { Signer } from '../core/ports.ts';
import type { TextVault } from './vault.ts';

/** A new key pair. `id` is the RFC 7638 thumbprint of the public half. */
export type SigningKey = { readonly id: string; readonly privatePem: string };

/** What the signer needs: the realm's sealed keys as the store has them, and the vault that sealed them. */
export type SignerOptions = {
  readonly loadSigningKeys: (
    realm: string,
  ) => Promise<readonly { readonly id: string; readonly sealed: string; readonly createdAt: number }[]>;
  readonly vault: Pick<TextVault, 'openText'>;
};

type LoadedKey = {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly published: Readonly<Record<string, unknown>>;
};

const makeKeyPair = promisify(generateKeyPair);

/** Makes an RSA-2048 key (exponent 65537) off the event loop; takes from 50 ms to a second. */
export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await makeKeyPair('rsa', { modulusLength: 2048, publicExponent: 0x10001 });
  const id = await calculateJwkThumbprint(await exportJWK(publicKey));
  return { id, privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** Seals a key as the store keeps it and as the signer opens it: bound to its realm and id. */
export function sealSigningKey(vault: Pick<TextVault, 'sealText'>, realm: string, key: SigningKey): string {
  return vault.sealText(key.privatePem, contextOf(realm, key.id));
}

/**
 * Opens the `Signer`. The newest key signs, all are published, newest first. Keys are loaded once per realm; a failure to
 * load is not remembered. Throws when the realm has no key or the vault cannot open one.
 */
export function openSigner(options: SignerOptions): Signer {
  const loaded = new Map<string, Promise<readonly [LoadedKey, ...LoadedKey[]]>>();

  function keysOf(realm: string): Promise<readonly [LoadedKey, ...LoadedKey[]]> {
    const known = loaded.get(realm);
    if (known !== undefined) return known;
    const loading = load(options, realm);
    loaded.set(realm, loading);
    loading.catch(() => loaded.delete(realm));
    return loading;
  }

  return {
    async sign(realm, claims, header) {
      const [key] = await keysOf(realm);
      // RFC 7515 and RFC 7519; `alg` is a fact about the key and not to be overridden.
      return new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ typ: 'JWT', kid: key.id, ...header, alg: 'RS256' })
        .sign(key.privateKey);
    },
    async jwks(realm) {
      const keys = await keysOf(realm);
      return {
        keys: keys.map((key) => key.published),
      };
    },
  };
}

async function load(options: SignerOptions, realm: string): Promise<readonly [LoadedKey, ...LoadedKey[]]> {
  const stored = await options.loadSigningKeys(realm);
  const newestFirst = [...stored].sort((a, b) => b.createdAt - a.createdAt);
  const keys = await Promise.all(
    newestFirst.map(async ({ id, sealed }): Promise<LoadedKey> => {
      const pem = options.vault.openText(sealed, contextOf(realm, id));
      const { n, e } = await exportJWK(createPublicKey(pem));
      const published = { use: 'sig', kty: 'RSA', alg: 'RS256', kid: id, n, e };
      return { id, privateKey: createPrivateKey(pem), published };
    }),
  );
  const [first, ...rest] = keys;
  if (first === undefined) throw new Error('The realm has no signing key.');
  return [first, ...rest];
}

function contextOf(realm: string, id: string): string {
  return `signing-key:${realm}:${id}`;
}
