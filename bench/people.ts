// The people of a benchmark: made from their number alone, so that every process knows them without being told.

import { ksuidOfUuid } from '../src/core/model/id.ts';
import type { User } from '../src/core/model/user.ts';
import { blankUser } from '../src/core/rules/creation.ts';

const epoch = Date.UTC(2025, 0, 1);
const firstNames = 'Ada Grace Alan Edsger Barbara Donald Radia Tim Margaret Dennis Frances Ken Adele Niklaus'.split(
  ' ',
);
const lastNames = 'Lovelace Hopper Turing Dijkstra Liskov Knuth Perlman Hamilton Ritchie Allen Goldberg Wirth'.split(
  ' ',
);

/** A rare word in the names of ten people, whatever their number; another is in every fiftieth. */
export const rareWord = 'quokka';
export const commonWord = 'wombat';

/** Their id: a UUIDv7 of its own second. */
export function personId(index: number): string {
  const time = (epoch + index * 1000).toString(16).padStart(12, '0');
  const tail = (Math.imul(index + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7b0b-8b0b-0000${tail}`;
}

/** Their id as the API under load spells it. */
export function personPath(index: number): string {
  return `user_${ksuidOfUuid(personId(index))}`;
}

function wordOf(index: number, total: number): string {
  if (index % Math.floor(total / 10) === 7) return rareWord;
  return index % 50 === 3 ? commonWord : 'person';
}

/** One of `total` people: a name, a proven address, a phone, an external id and a few hundred bytes of metadata. */
export function person(realm: string, index: number, total: number): User {
  const id = personId(index);
  const at = epoch + index * 1000;
  const part = (kind: string): string => `${id.slice(0, 24)}${kind}${id.slice(28)}`;
  const verification = { status: 'verified', strategy: 'admin', at } as const;
  const contact = { verification, reserved: false, linkedTo: [], createdAt: at, updatedAt: at };
  const name = `${wordOf(index, total)}${index}`;
  const number = `+1415${String(index).padStart(7, '0')}`;
  return {
    ...blankUser(realm, id, at),
    rev: 1,
    username: name,
    externalId: `ext_${index}`,
    firstName: firstNames[index % firstNames.length] ?? null,
    lastName: lastNames[index % lastNames.length] ?? null,
    emails: [{ ...contact, id: part('e000'), address: `${name}@example.com` }],
    primaryEmailId: part('e000'),
    phones: [{ ...contact, id: part('f000'), number, secondFactor: false, defaultSecondFactor: false }],
    primaryPhoneId: part('f000'),
    metadata: {
      public: {
        plan: index % 3 === 0 ? 'pro' : 'free',
        theme: 'dark',
        tags: ['beta', 'newsletter', `cohort-${index % 12}`],
      },
      private: {
        billing: { customer: `cus_${index}`, country: 'SE', since: at },
        notes: 'imported from the old system',
      },
      unsafe: { onboarding: { step: index % 5, done: index % 5 === 4 } },
      labels: {},
      extra: {},
    },
  };
}
