// The parameters of a user, as a patch.

import { keep, type PasswordEdit, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Body } from './wire/body.ts';
import { externalIdOf, metadataOf } from './wire/fields.ts';
import { saltFirst, schemeOfHashType } from './wire/hashers.ts';
import { reject, wireError } from './wire/rejected.ts';

/** What creating and updating a user have in common. */
export const commonNames = [
  'email',
  'email_verified',
  'first_name',
  'last_name',
  'name',
  'external_id',
  'metadata',
  'password',
  'password_hash',
  'password_hash_type',
  'password_salt_position',
] as const;

/** Null says nothing, since some SDKs send it for all that they were not given; an empty text clears. */
function name(text: string | null | undefined): UserPatch['name'] {
  return text === undefined || text === null ? keep : set(text);
}

function readScheme(body: Body, type: string): string | null {
  const scheme = schemeOfHashType(type);
  if (scheme === null) body.fault('password_hash_type', 'invalid', 'is not a known type.');
  const position = body.text('password_salt_position') ?? null;
  if (position === null) return scheme;
  if (position !== 'prefix' && position !== 'suffix') {
    body.fault('password_salt_position', 'invalid', 'must be prefix or suffix.');
  }
  if (type !== saltFirst.type) body.fault('password_salt_position', 'invalid', `needs the type ${saltFirst.type}.`);
  return position === 'prefix' ? saltFirst.scheme : scheme;
}

/** What excludes what, as WorkOS' OpenAPI file 0.61 names it; 2026-08. */
function refuseMixture(body: Body): void {
  const refused = (code: string) => reject(wireError(400, code, 'Request could not be processed.'));
  if (body.has('password') && body.has('password_hash')) refused('password_and_password_hash_provided');
  if (body.has('password') && body.has('password_hash_type')) refused('password_and_password_hash_type_provided');
  if (body.has('password_salt_position') && !body.has('password_hash')) {
    refused('password_salt_position_requires_password_hash');
  }
}

function readPassword(body: Body): PasswordEdit {
  refuseMixture(body);
  const plain = body.text('password');
  const digest = body.filledText('password_hash');
  const type = body.filledText('password_hash_type');
  for (const [given, needed] of [
    ['password_hash', 'password_hash_type'],
    ['password_hash_type', 'password_hash'],
  ] as const) {
    if (body.has(given) && !body.has(needed)) body.fault(needed, 'string_required', 'must be a non-empty string.');
  }
  const scheme = typeof type === 'string' ? readScheme(body, type) : null;
  if (typeof plain === 'string') return { op: 'set', plain, checks: 'enforce', preHash: 'none' };
  return typeof digest === 'string' && scheme !== null ? { op: 'set-digest', scheme, digest } : keep;
}

/** Reads all but the email; faults are noted in the body. */
export function readCommon(body: Body): UserPatch {
  return {
    ...untouched,
    firstName: name(body.text('first_name')),
    lastName: name(body.text('last_name')),
    name: name(body.text('name')),
    externalId: externalIdOf(body),
    metadata: { ...untouched.metadata, labels: metadataOf(body) },
    password: readPassword(body),
  };
}
