// The known passwords: the ten thousand that everybody tries first, and those that have become public.

import type { KnownPasswords } from '../core/ports.ts';
import { BreachedError, type BreachedPasswords } from './breached/breached-passwords.ts';

/**
 * Where breached passwords are looked up, in this order; null: not there. `whenUnavailable` is what becomes of a
 * password when one of them cannot tell and none has it; `report` gets the reason each time.
 */
export type Breached = {
  readonly list: BreachedPasswords | null;
  readonly range: BreachedPasswords | null;
  readonly whenUnavailable: 'accept' | 'refuse';
  readonly report: (reason: string) => void;
};

const nowhere: Breached = { list: null, range: null, whenUnavailable: 'accept', report: () => {} };

const count = 10_000;

/** One to four characters over and over, 32 at most: `00000000`, `12341234`. */
const repetition = /^(?=.{1,32}$)(.{1,4})\1+$/su;

/**
 * Opens what is known: the common passwords, then the breached ones. A password that is common, or in the list on disk,
 * is not asked for any further. The common ones are the first 10,000 distinct entries of the frequency list in the npm
 * package `@zxcvbn-ts/language-common`, compared in NFKC and without regard to case. It is read at the first question,
 * which costs some 20 ms once. That list leaves out repetitions and runs (`abcdefgh`, `87654321`), for which its makers
 * have rules; so they are told by rule here.
 */
export function openKnownPasswords(breached: Breached = nowhere): KnownPasswords {
  let loading: Promise<ReadonlySet<string>> | null = null;
  return {
    async find(plain) {
      const password = fold(plain);
      if (repetition.test(password) || isRun(password)) return 'common';
      loading ??= load();
      return (await loading).has(password) ? 'common' : await findBreached(plain, breached);
    },
  };
}

async function findBreached(
  plain: string,
  { list, range, whenUnavailable, report }: Breached,
): Promise<'breached' | 'unchecked' | null> {
  let answer: 'unchecked' | null = null;
  for (const place of [list, range]) {
    try {
      if (await place?.has(plain)) return 'breached';
    } catch (error) {
      if (!(error instanceof BreachedError)) throw error;
      report(error.message);
      if (whenUnavailable === 'refuse') answer = 'unchecked';
    }
  }
  return answer;
}

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const known = new Set<string>();
  for (const password of dictionary['passwords-common']) {
    if (known.size === count) break;
    known.add(fold(String(password)));
  }
  return known;
}

/** True when each character is the neighbour of the one before, always in the same direction. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  return (
    codes.length > 2 &&
    Math.abs(step) === 1 &&
    codes.every((code, at) => at === 0 || code - (codes[at - 1] ?? 0) === step)
  );
}

function fold(password: string): string {
  return password.normalize('NFKC').toLowerCase(); // not a key: only compared with a list of passwords
}
