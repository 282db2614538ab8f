// The hasher: makes and checks password digests in a bounded pool.

import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { refuse } from '../core/model/error.ts';
import type { PasswordPolicy } from '../core/model/realm.ts';
import type { PasswordDigest } from '../core/model/user.ts';
import type { Hasher, PasswordVerdict } from '../core/ports.ts';
import { digestCode, findCode, isCodeDigest } from './backup-codes.ts';
import { makeArgon2id, spendArgon2id } from './digests/argon2.ts';
import type { Reading } from './digests/format.ts';
import { openPool } from './pool.ts';
import { currentScheme, findFormat } from './registry.ts';
import { isTotp } from './time-codes.ts';

/** Longer passwords are never digested: they cannot have been set. */
const bytesMax = 4096;

/** What a client that applies MD5 sends. */
const clientHash = /^[0-9a-f]{32}$/;

/** One stored digest that the password matched. `text` is the form that matched; `typed`: the caller knows the password itself. */
type Match = {
  readonly stored: PasswordDigest;
  readonly text: string;
  readonly typed: boolean;
  readonly current: boolean;
};

type Form = { readonly text: string; readonly typed: boolean };

/**
 * How many digests may be computed at a time: a core is left to the event loop, and one of the threads that Node keeps for
 * such work (4 unless `UV_THREADPOOL_SIZE` says otherwise) to files and name look-ups.
 */
export function defaultConcurrency(): number {
  const threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4) || 4;
  return Math.max(1, Math.min(availableParallelism(), threads) - 1);
}

/**
 * Opens the `Hasher`. `concurrency` digests are computed at a time, `queueMax` callers wait; further ones are refused
 * `too-many-attempts`. `waiting` tells the length of the queue.
 */
export function openHasher(options: { concurrency: number; queueMax: number }): Hasher & { waiting(): number } {
  const pool = openPool(options);
  return {
    async hash(plain, preHash, also) {
      if (!isHashable(plain)) {
        const bytes = Buffer.byteLength(plain) > bytesMax;
        const issue = {
          path: 'password',
          reason: bytes ? 'bytes-max' : 'format',
          limit: bytes ? bytesMax : null,
        } as const;
        refuse({ code: 'invalid', issues: [issue] });
      }
      if (preHash === 'md5' && !clientHash.test(plain)) {
        refuse({ code: 'invalid', issues: [{ path: 'password', reason: 'format', limit: null }] });
      }
      const own = await pool.run(() => make(plain, preHash));
      if (preHash !== 'none' || also === 'none') return [own];
      return [own, await pool.run(() => make(md5(plain), 'md5'))];
    },
    verify: (plain, digests, also) => pool.run(() => verify(plain, digests, also)),
    verifyClientHash: (hash, digests) => pool.run(() => verifyHash(hash, digests)),
    decoy: (plain) => pool.run(() => spend(plain)),
    accept(scheme, digest) {
      const format = findFormat(scheme);
      if (format === null || !format.importable) {
        return refuse({ code: 'digest-unsupported', reason: 'unknown-scheme' });
      }
      const reading = format.read(digest);
      if (!reading.ok) return refuse({ code: 'digest-unsupported', reason: reading.reason });
      return { scheme, digest, preHash: 'none' };
    },
    digestCode,
    findCode: (code, digests) => pool.run(() => findCode(code, digests)),
    isSound: ({ passwords, totp, enrolling, backupCodes }) =>
      passwords.every((stored) => read(stored).ok) &&
      backupCodes.every(isCodeDigest) &&
      [totp, enrolling].every((one) => one === null || isTotp(one)),
    waiting: pool.waiting,
  };
}

/** False for what nobody can have as a password: too long, or no Unicode text (which has no one form in bytes). */
function isHashable(plain: string): boolean {
  return plain.isWellFormed() && Buffer.byteLength(plain) <= bytesMax;
}

async function make(plain: string, preHash: PasswordDigest['preHash']): Promise<PasswordDigest> {
  return { scheme: currentScheme, digest: await makeArgon2id(plain.normalize('NFKC')), preHash };
}

async function spend(plain: string): Promise<void> {
  await spendArgon2id(isHashable(plain) ? plain.normalize('NFKC') : '');
}

/**
 * Which of the digests the text matches, without stopping at the first match. Where none of them costs what a current digest costs, a
 * failure spends that too, as success does by making a better one: so time does not tell old digests from no user at all.
 */
async function matchesOf(
  text: string,
  digests: readonly PasswordDigest[],
  formsOf: (text: string, stored: PasswordDigest) => readonly Form[],
): Promise<readonly Match[]> {
  const matches: Match[] = [];
  let spent = false;
  if (isHashable(text)) {
    for (const stored of digests) {
      const reading = read(stored);
      if (!reading.ok) continue;
      spent ||= reading.current;
      const match = await tryForms(reading, stored, formsOf(text, stored));
      if (match !== null) matches.push(match);
    }
  }
  if (matches.length === 0 && !spent) await spend(text);
  return matches;
}

/** A digest of a client's hash beside one of the password is of the same password: a wrong one costs no more than without it. */
async function verify(
  plain: string,
  digests: readonly PasswordDigest[],
  also: PasswordPolicy['clientHash'],
): Promise<PasswordVerdict> {
  const own = digests.filter((stored) => stored.preHash === 'none' && read(stored).ok);
  const first = await matchesOf(plain, own.length > 0 ? own : digests, plainForms);
  if (first.length === 0) return { matches: false, upgrade: null };
  const rest = own.length > 0 ? digests.filter((stored) => stored.preHash !== 'none' && isWeak(stored)) : [];
  const matches = [...first, ...(rest.length > 0 ? await matchesOf(plain, rest, plainForms) : [])];
  return { matches: true, upgrade: await upgrade(plain, digests, matches, also).catch(() => null) };
}

async function verifyHash(hash: string, digests: readonly PasswordDigest[]): Promise<PasswordVerdict> {
  const hashed = clientHash.test(hash) ? digests.filter(({ preHash }) => preHash === 'md5') : [];
  const matches = await matchesOf(hash, hashed, (text) => [{ text, typed: false }]);
  if (matches.length === 0) return { matches: false, upgrade: null };
  return { matches: true, upgrade: await upgrade(hash, digests, matches, 'none').catch(() => null) };
}

function read(stored: PasswordDigest): Reading {
  return findFormat(stored.scheme)?.read(stored.digest) ?? { ok: false, reason: 'malformed' };
}

function isWeak(stored: PasswordDigest): boolean {
  const reading = read(stored);
  return reading.ok && !reading.current;
}

/** Which texts may have been digested of a password: at most two, most likely first. Its hash is no password. */
function plainForms(plain: string, stored: PasswordDigest): readonly Form[] {
  const normal = plain.normalize('NFKC');
  const both = normal === plain ? [plain] : [plain, normal];
  if (stored.preHash === 'md5') return both.map((text) => ({ text: md5(text), typed: true }));
  const texts = findFormat(stored.scheme)?.normalised ? [normal] : both;
  return texts.map((text) => ({ text, typed: true }));
}

async function tryForms(
  reading: Reading & { ok: true },
  stored: PasswordDigest,
  forms: readonly Form[],
): Promise<Match | null> {
  for (const form of forms) {
    // A digest that the library chokes on is no match, whatever its reason.
    if (await reading.verify(form.text).catch(() => false)) return { stored, ...form, current: reading.current };
  }
  return null;
}

/**
 * The digests to keep instead, or null when they are as good as can be. With the password itself known, a current digest of
 * it replaces all others of it; digests of a client's hash stay, so that such clients still get in, and are made current
 * where they matched, and are made where the realm wants them. A digest at least as strong as ours is never replaced.
 */
async function upgrade(
  plain: string,
  digests: readonly PasswordDigest[],
  matches: readonly Match[],
  also: PasswordPolicy['clientHash'],
): Promise<readonly PasswordDigest[] | null> {
  const typed = matches.some((match) => match.typed);
  const strong = matches.some((match) => match.stored.preHash === 'none' && match.current);
  const renew = typed && !strong;
  const next: PasswordDigest[] = renew ? [await make(plain, 'none')] : [];
  let changed = renew;
  for (const stored of digests) {
    const weak = matches.find((match) => match.stored === stored && !match.current);
    if (stored.preHash === 'md5' && weak !== undefined) {
      next.push(await make(weak.text, 'md5'));
      changed = true;
    } else if (stored.preHash === 'md5' || !renew) {
      next.push(stored);
    }
  }
  const lacks = typed && also === 'md5' && !digests.some(({ preHash }) => preHash === 'md5');
  if (lacks) next.push(await make(md5(plain), 'md5'));
  return changed || lacks ? next : null;
}

/** What clients of old make of a password: not protection, a spelling. */
function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}
