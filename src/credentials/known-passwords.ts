// The known passwords: the ten thousand that everybody tries first.

import type { KnownPasswords } from '../core/ports.ts';

const count = 10_000;

/**
 * Opens the list: the first 10,000 distinct entries of the frequency list in the npm package `@zxcvbn-ts/language-common`,
 * compared in NFKC and without regard to case. It is read at the first question, which costs some 20 ms once.
 */
export function openKnownPasswords(): KnownPasswords {
  let loading: Promise<ReadonlySet<string>> | null = null;
  return {
    async find(plain) {
      loading ??= load();
      return (await loading).has(fold(plain)) ? 'common' : null;
    },
  };
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

function fold(password: string): string {
  return password.normalize('NFKC').toLowerCase(); // not a key: only compared with a list of passwords
}
