// The vault: encrypts what must not be readable at rest.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { noSecrets, type Secrets } from '../core/model/user.ts';
import type { Sealed, Vault } from '../core/ports.ts';
import { parseJsonAs } from '../json/parse-json-as.ts';

/** Also seals plain text, such as signing keys. Texts and user secrets have keys of their own. */
export type TextVault = Vault & {
  sealText(text: string, context: string): Sealed;
  /** Throws when the text was made with another key, for another context, or was changed. */
  openText(sealed: Sealed, context: string): string;
};

const prefix = 'v1.';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Opens the vault with a master key of 32 bytes (throws on any other length). AES-256-GCM (NIST SP 800-38D) with a random
 * 96-bit nonce; one key per purpose, derived with HKDF-SHA256 (RFC 5869); `context` is authenticated, so a sealed text moved
 * to another user does not open. Format: `v1.` + base64url(nonce ‖ ciphertext ‖ tag). No error carries any of the text.
 */
export function openVault(masterKey: Uint8Array): TextVault {
  if (masterKey.length !== 32) throw new Error('The master key must have 32 bytes.');
  const secretsKey = derive(masterKey, 'user secrets');
  const textKey = derive(masterKey, 'text');
  return {
    seal: (secrets, context) => seal(secretsKey, JSON.stringify(secrets), context),
    open(sealed, context) {
      if (sealed === null) return noSecrets;
      // What opens was sealed by us, so its shape needs no check; members that are younger than the text are absent.
      return { ...noSecrets, ...parseJsonAs<Partial<Secrets>>(unseal(secretsKey, sealed, context)) };
    },
    sealText: (text, context) => seal(textKey, text, context),
    openText: (sealed, context) => unseal(textKey, sealed, context),
  };
}

function derive(masterKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `muster ${prefix}${purpose}`, 32));
}

function seal(key: Buffer, text: string, context: string): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(prefix + context));
  const body = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return prefix + Buffer.concat(body).toString('base64url');
}

function unseal(key: Buffer, sealed: Sealed, context: string): string {
  const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url');
  if (!sealed.startsWith(prefix) || bytes.length < nonceBytes + tagBytes) throw unreadable();
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(prefix + context));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw unreadable();
  }
}

function unreadable(): Error {
  return new Error(
    'A sealed text does not open: it was made with another master key, for another place, or it was changed.',
  );
}
