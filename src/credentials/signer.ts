// The signer: makes and publishes session tokens with the realm's keys.

import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
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

type LoadedKey = { readonly id: string; readonly privateKey: KeyObject; readonly createdAt: number };

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
 * Opens the `Signer`. The newest key signs, all are published, newest first, each with a certificate of itself (`x5c` and
 * `x5t#S256`, RFC 7517 §4.7 and §4.9) that is the same in every process. Keys are loaded once per realm, certificates made
 * when `jwks` is first asked; a failure is not remembered. Throws when the realm has no key or the vault cannot open one.
 */
export function openSigner(options: SignerOptions): Signer {
  const keysOf = remember((realm) => load(options, realm));
  const publishedOf = remember(async (realm) => await Promise.all((await keysOf(realm)).map(publish)));
  return {
    async sign(realm, claims, header) {
      const [key] = await keysOf(realm);
      // RFC 7515 and RFC 7519; `alg` is a fact about the key and not to be overridden.
      return new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ typ: 'JWT', kid: key.id, ...header, alg: 'RS256' })
        .sign(key.privateKey);
    },
    jwks: async (realm) => ({ keys: await publishedOf(realm) }),
  };
}

/** Makes one per realm, and again after a failure. */
function remember<Made>(make: (realm: string) => Promise<Made>): (realm: string) => Promise<Made> {
  const made = new Map<string, Promise<Made>>();
  return (realm) => {
    const known = made.get(realm);
    if (known !== undefined) return known;
    const making = make(realm);
    made.set(realm, making);
    making.catch(() => made.delete(realm));
    return making;
  };
}

async function load(options: SignerOptions, realm: string): Promise<readonly [LoadedKey, ...LoadedKey[]]> {
  const stored = await options.loadSigningKeys(realm);
  const newestFirst = [...stored].sort((a, b) => b.createdAt - a.createdAt);
  const [first, ...rest] = newestFirst.map(({ id, sealed, createdAt }): LoadedKey => {
    const privateKey = createPrivateKey(options.vault.openText(sealed, contextOf(realm, id)));
    return { id, privateKey, createdAt };
  });
  if (first === undefined) throw new Error('The realm has no signing key.');
  return [first, ...rest];
}

function contextOf(realm: string, id: string): string {
  return `signing-key:${realm}:${id}`;
}

async function publish(key: LoadedKey): Promise<Readonly<Record<string, unknown>>> {
  const { n, e } = await exportJWK(createPublicKey(key.privateKey));
  const certificate = await certify(key);
  return {
    ...{ use: 'sig', kty: 'RSA', alg: 'RS256', kid: key.id, n, e },
    x5c: [certificate.toString('base64')],
    'x5t#S256': createHash('sha256').update(certificate).digest('base64url'),
  };
}

/**
 * The key's certificate of itself as DER (RFC 5280): made of the key's own facts and a signature that is always the same
 * (RSASSA-PKCS1-v1_5, RFC 8017 §8.2), so the bytes are too. It ends when there is no end, RFC 5280 §4.1.2.5.
 */
async function certify({ id, privateKey, createdAt }: LoadedKey): Promise<Buffer> {
  const { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = await loadCertificates();
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: createHash('sha256').update(id).digest('hex').slice(0, 32),
    name: [{ CN: [id] }],
    notBefore: new Date(createdAt),
    notAfter: new Date('9999-12-31T23:59:59Z'),
    signingAlgorithm: algorithm,
    keys: {
      privateKey: privateKey.toCryptoKey(algorithm, false, ['sign']),
      publicKey: createPublicKey(privateKey).toCryptoKey(algorithm, true, ['verify']),
    },
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
  });
  return Buffer.from(certificate.rawData);
}

/** Loads the library when it is first needed: it takes as long as a good part of the start. */
async function loadCertificates(): Promise<typeof import('@peculiar/x509')> {
  // The library is built on `tsyringe`, which does not load without it.
  await import('reflect-metadata');
  return await import('@peculiar/x509');
}
