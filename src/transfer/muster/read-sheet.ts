// Muster's own spreadsheet, read back.

import { noPast } from '../../core/model/newcomer.ts';
import { type BagEdit, change, keep, type PasswordEdit, set, untouched } from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from '../sources/cells.ts';
import { contactsOf } from '../sources/contacts.ts';
import { totpOf } from '../sources/totp.ts';
import { separator } from './columns.ts';

function addresses(cells: Cells, kind: 'email_address' | 'phone_number', plural: string) {
  const proven = cells.list(`verified_${plural}`, separator).map((value) => ({ value, verified: true }));
  const claimed = cells.list(`unverified_${plural}`, separator).map((value) => ({ value, verified: false }));
  const primary = cells.text(`primary_${kind}`);
  const edit = contactsOf([...proven, ...claimed], primary);
  return primary === null ? { ...edit, primary: keep } : edit;
}

function bag(cells: Cells, name: string): BagEdit {
  const value = cells.object(name);
  return value === null ? keep : { op: 'replace', value };
}

/** What Muster makes itself is nothing that others bring; as plain Argon2id it is checked with the same form of the password. */
const takenOver: ReadonlyMap<string, string> = new Map([['argon2id-nfkc', 'argon2id']]);

function password(cells: Cells): PasswordEdit {
  const digest = cells.text('password_digest');
  const scheme = cells.text('password_scheme');
  if (digest === null || scheme === null) return keep;
  return { op: 'set-digest', scheme: takenOver.get(scheme) ?? scheme, digest };
}

/**
 * What `muster export --format csv` writes. What fits into no cell (identities, ids of contacts, the revision) is left
 * behind: to move everything, use the complete format. The id becomes the alias `muster`.
 */
export const musterSheet: Source = {
  name: 'muster',
  recognises: (row) => Object.hasOwn(row, 'muster_id'),
  read: (row) => {
    const cells = new Cells(row);
    const id = cells.text('muster_id');
    // Whoever was named as somebody pleased is called so here too.
    const username = cells.text('username');
    const patch = {
      ...untouched,
      externalId: change(cells.text('external_id')),
      username: username === null ? keep : ({ op: 'set', value: username, form: 'free' } as const),
      firstName: change(cells.text('first_name')),
      lastName: change(cells.text('last_name')),
      name: change(cells.text('name')),
      emails: addresses(cells, 'email_address', 'email_addresses'),
      phones: addresses(cells, 'phone_number', 'phone_numbers'),
      locale: change(cells.text('locale')),
      timezone: change(cells.text('timezone')),
      role: change(cells.text('role')),
      groups: cells.has('groups') ? set(cells.list('groups', separator)) : keep,
      active: change(cells.flag('active')),
      banned: cells.flag('banned') === true ? set(true) : keep,
      createdAt: change(cells.time('created_at', 'milliseconds')),
      metadata: {
        public: bag(cells, 'public_metadata'),
        private: bag(cells, 'private_metadata'),
        unsafe: bag(cells, 'unsafe_metadata'),
        labels: bag(cells, 'labels'),
        extra: bag(cells, 'extra'),
      },
      aliases: id === null ? keep : set({ muster: id }),
      password: password(cells),
      totp: totpOf(cells.text('totp_secret')),
    };
    const past = {
      ...noPast,
      updatedAt: cells.time('updated_at', 'milliseconds'),
      lastSignInAt: cells.time('last_sign_in_at', 'milliseconds'),
    };
    return { newcomer: { patch, past }, faults: cells.faults };
  },
};
