// The backup codes: what is kept of them, and how one is found among them.

import { createHash, randomBytes } from 'node:crypto';
import { refuse } from '../core/model/error.ts';
import { bcrypt } from './digests/bcrypt.ts';
import { same } from './digests/format.ts';

const lengthMax = 128;

/** A bcrypt digest that costs more is refused: a wrong code is tried against every one of them. */
const costMax = 12;

const ours = /^sha256\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;

/** As people type it: with or without dashes and spaces, in either case. */
function normalise(code: string): string {
  return code.normalize('NFKC').replaceAll(/[\s-]/g, '').toLowerCase();
}

function digest(code: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(normalise(code), 'utf8').digest();
}

/**
 * The digest to keep of a code in clear: `sha256$<salt>$<hash>`, fast because a code is random and used once, and sealed
 * like all secrets. A bcrypt digest is kept as it is. Refuses `invalid` (path `backupCodes`) what is no code, a bcrypt digest
 * that is malformed (`format`), and one that costs more than 2^12 (`value`).
 */
export function digestCode(text: string): string {
  if (/^\$2[abxy]?\$/.test(text)) {
    const reading = bcrypt.read(text);
    const costly = Number(text.slice(4, 6)) > costMax;
    if (reading.ok && !costly) return text;
    const reason = costly ? 'value' : 'format';
    return refuse({ code: 'invalid', issues: [{ path: 'backupCodes', reason, limit: null }] });
  }
  if (text.length > lengthMax || !text.isWellFormed() || normalise(text) === '') {
    const reason = text.length > lengthMax ? 'length-max' : 'format';
    const limit = text.length > lengthMax ? lengthMax : null;
    return refuse({ code: 'invalid', issues: [{ path: 'backupCodes', reason, limit }] });
  }
  const salt = randomBytes(16);
  return `sha256$${salt.toString('base64url')}$${digest(text, salt).toString('base64url')}`;
}

/** True for what `digestCode` makes. */
export function isCodeDigest(text: string): boolean {
  return ours.test(text) || (bcrypt.read(text).ok && Number(text.slice(4, 6)) <= costMax);
}

async function isOf(code: string, stored: string): Promise<boolean> {
  const parts = ours.exec(stored);
  if (parts !== null) {
    const [, salt = '', hash = ''] = parts;
    return same(digest(code, Buffer.from(salt, 'base64url')), Buffer.from(hash, 'base64url'));
  }
  const reading = bcrypt.read(stored);
  if (!reading.ok) return false;
  // As somebody else digested it: as shown, or without what only helps the eye.
  const forms = [...new Set([code.trim(), normalise(code)])];
  for (const form of forms) if (await reading.verify(form).catch(() => false)) return true;
  return false;
}

/** The index of the digest that this is the code of, or null. Tries all of them, whichever it is. */
export async function findCode(code: string, digests: readonly string[]): Promise<number | null> {
  if (code.length > lengthMax || !code.isWellFormed()) return null;
  let found: number | null = null;
  for (const [index, stored] of digests.entries()) {
    if ((await isOf(code, stored)) && found === null) found = index;
  }
  return found;
}
