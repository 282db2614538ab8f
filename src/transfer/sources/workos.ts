// WorkOS: the users of its API, and the CSV files of its migration tools.

import { schemeOfHashType } from '../../apis/workos/wire/hashers.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { noPast } from '../../core/model/newcomer.ts';
import { type BagEdit, change, keep, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from './cells.ts';
import { contactsOf } from './contacts.ts';
import { type Account, identitiesOf } from './identities.ts';
import { totpOf } from './totp.ts';

/** The scheme of a type of digest: of those of the API, or of the migration tools' own (read 2026-08). */
function schemeOf(type: string): string | null {
  return type === 'md5' ? 'md5' : schemeOfHashType(type);
}

const salted: ReadonlySet<string> = new Set(['ssha', 'ssha256']);
const userId = /^user_[0-9A-HJKMNP-TV-Z]{26}$/;
const tellingNames = ['password_hash_type', 'password_salt_position', 'org_external_id', 'role_slugs'] as const;

/** A digest, as the tools' narrow file has it without its type when it is bcrypt; else a password in clear. */
function readPassword(cells: Cells): UserPatch['password'] {
  const digest = cells.text('password_hash');
  const plain = cells.text('password');
  if (digest === null) return plain === null ? keep : { op: 'set', plain, checks: 'skip', preHash: 'none' };
  const type = cells.text('password_hash_type') ?? (/^\$2[aby]\$/.test(digest) ? 'bcrypt' : null);
  const scheme = schemeOf(type ?? '');
  if (scheme === null) {
    cells.fault('password_hash_type', type === null ? 'is missing beside a digest' : 'is not a known type of digest');
    return keep;
  }
  const position = cells.text('password_salt_position');
  if (position !== null && position !== 'prefix' && position !== 'suffix') {
    cells.fault('password_salt_position', 'is neither prefix nor suffix');
  }
  const isFirst = position === 'prefix' && salted.has(scheme);
  return { op: 'set-digest', scheme: isFirst ? `${scheme}-salt-first` : scheme, digest };
}

/** Labels hold texts. The tools write whatever an old system had: other values are written as JSON, null is no value. */
function readLabels(metadata: JsonObject | null): BagEdit {
  if (metadata === null) return keep;
  const entries = Object.entries(metadata).filter(([, value]) => value !== null);
  const texts = entries.map(
    ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  return { op: 'replace', value: Object.fromEntries(texts) };
}

function readAccount(cells: Cells): Account | null {
  const provider = cells.text('provider') ?? cells.fault('provider', 'is missing');
  const subject = cells.text('idp_id') ?? cells.fault('idp_id', 'is missing');
  if (provider === null || subject === null) return null;
  return { provider: provider.replace(/OAuth$/, '').toLowerCase(), subject };
}

/** The user's own id is of WorkOS' form; the narrow file puts the id of the system before in its place. */
function readIds(cells: Cells): Pick<UserPatch, 'aliases' | 'externalId'> {
  const id = cells.text('id') ?? cells.text('user_id');
  const isOwn = id !== null && (cells.has('id') || userId.test(id));
  return {
    aliases: isOwn ? set({ workos: id }) : keep,
    externalId: change(cells.text('external_id') ?? (isOwn ? null : id)),
  };
}

/**
 * User objects of `GET /user_management/users` (with the answers of `…/identities` under `identities`, if somebody put them
 * there), and the `users.csv` of WorkOS' migration tools in both widths (workos/workos-migrations, read 2026-08). The API
 * tells no password and no factor: whoever comes that way sets a new password.
 *
 * Left behind: pictures, organizations, memberships and roles. Refused: digests of type `okta-bcrypt`, which WorkOS does not
 * document.
 */
export const workos: Source = {
  name: 'workos',
  recognises: (row) => {
    const cells = new Cells(row);
    const has = (name: string) => cells.has(name);
    if (tellingNames.some(has) || userId.test(String(row.id))) return true;
    if (!has('email') || has('id')) return false;
    const isNamed = has('first_name') || has('last_name');
    return (
      (isNamed && has('email_verified')) ||
      (isNamed && has('external_id')) ||
      (has('email_verified') && has('external_id'))
    );
  },
  read: (row) => {
    const cells = new Cells(row);
    const address = cells.text('email');
    const verified = cells.flag('email_verified') === true;
    const createdAt = cells.time('created_at', 'milliseconds');
    const accounts = cells.each('identities').flatMap((item) => readAccount(item) ?? []);
    const patch = {
      ...untouched,
      ...readIds(cells),
      firstName: change(cells.text('first_name')),
      lastName: change(cells.text('last_name')),
      name: change(cells.text('name')),
      locale: change(cells.text('locale')),
      emails: contactsOf(address === null ? [] : [{ value: address, verified }], null),
      identities: identitiesOf(accounts, createdAt ?? 0),
      createdAt: change(createdAt),
      metadata: { ...untouched.metadata, labels: readLabels(cells.object('metadata')) },
      password: readPassword(cells),
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
