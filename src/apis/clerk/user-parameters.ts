// The parameters that creating and updating a user have in common, as a patch.

import type { JsonObject } from '../../core/model/json.ts';
import {
  type BagEdit,
  change,
  clear,
  type Edit,
  edit,
  keep,
  type PasswordEdit,
  set,
  type UserPatch,
  untouched,
} from '../../core/model/patch.ts';
import type { Body } from './wire/body.ts';
import { schemeOfHasher } from './wire/hashers.ts';
import { apiName } from './wire/ids.ts';
import { wireError } from './wire/rejected.ts';

/** What both endpoints take. `timezone` is sent by SDKs from 3.25 on, though the specification does not know it. */
export const commonNames = [
  'external_id',
  'first_name',
  'last_name',
  'locale',
  'timezone',
  'username',
  'password',
  'password_digest',
  'password_hasher',
  'skip_password_checks',
  'skip_password_requirement',
  'totp_secret',
  'backup_codes',
  'delete_self_enabled',
  'create_organization_enabled',
  'create_organizations_limit',
  'legal_accepted_at',
  'skip_legal_checks',
  'created_at',
  'bypass_client_trust',
] as const;

/** The metadata of a user, by the parameter that carries it. */
export const bagNames = ['public_metadata', 'private_metadata', 'unsafe_metadata'] as const;

/** What a parameter may only come with. */
const companions = [
  { param: 'password_digest', needs: 'password_hasher' },
  { param: 'password_hasher', needs: 'password_digest' },
  { param: 'skip_password_checks', needs: 'password' },
  { param: 'sign_out_of_other_sessions', needs: 'password' },
] as const;

/** Null and the empty text both empty the field. */
export function clearable(text: string | null | undefined): Edit<string> {
  return text === '' ? clear : edit(text);
}

/** A bag that is replaced as a whole; null leaves it empty. */
export function replacedBag(value: JsonObject | null | undefined): BagEdit {
  return value === undefined ? keep : { op: 'replace', value: value ?? {} };
}

function faultCompanions(body: Body, skipChecks: boolean, signOut: boolean): void {
  const flags = {
    skip_password_checks: skipChecks,
    sign_out_of_other_sessions: signOut,
    password_digest: body.has('password_digest'),
    password_hasher: body.has('password_hasher'),
  };
  for (const { param, needs } of companions) {
    if (flags[param] && !body.has(needs)) {
      body.fault(wireError('conditionMissing', { param: needs, condition: param }));
    }
  }
  if (body.has('password') && body.has('password_digest')) {
    body.fault(wireError('conditionDisallowed', { param: 'password_digest', condition: 'password' }));
  }
}

/** The one form of TOTP that this API knows: a secret for SHA-1, six digits, 30 seconds. Empty: nothing is asked for. */
function readTotp(body: Body): UserPatch['totp'] {
  const secret = body.text('totp_secret') ?? '';
  return secret === '' ? keep : set({ secret, algorithm: 'SHA1', digits: 6, periodSeconds: 30 });
}

/** An empty list says nothing: nobody is to lose a second factor to a field that an export has left empty. */
function readBackupCodes(body: Body): UserPatch['backupCodes'] {
  const codes = body.texts('backup_codes') ?? [];
  return codes.length === 0 ? keep : set(codes);
}

/** Reads the parameters about the password. Null says nothing: removing one is an endpoint of its own. */
function readPassword(body: Body, signOut: boolean): PasswordEdit {
  const skipChecks = body.flag('skip_password_checks') === true;
  faultCompanions(body, skipChecks, signOut);
  const plain = body.text('password');
  const digest = body.text('password_digest');
  const hasher = body.text('password_hasher');
  const scheme = typeof hasher === 'string' ? schemeOfHasher(hasher) : null;
  if (typeof hasher === 'string' && scheme === null) {
    body.fault(wireError('valueInvalid', { param: 'password_hasher', value: hasher }));
  }
  if (typeof plain === 'string') {
    return { op: 'set', plain, checks: skipChecks ? 'skip' : 'enforce', preHash: 'none' };
  }
  return typeof digest === 'string' && scheme !== null ? { op: 'set-digest', scheme, digest } : keep;
}

function readExtras(body: Body): UserPatch['extras'] {
  const flag = body.flag('bypass_client_trust');
  if (flag === undefined) return keep;
  return { op: 'merge', api: apiName, value: { bypass_client_trust: flag === true ? true : null } };
}

/** Reads what both endpoints take; faults are noted in the body. `signOut`: sessions are to end with the new password. */
export function readCommon(body: Body, signOut: boolean): UserPatch {
  body.flag('skip_legal_checks');
  const createdAt = body.time('created_at');
  return {
    ...untouched,
    externalId: edit(body.text('external_id')),
    firstName: clearable(body.text('first_name')),
    lastName: clearable(body.text('last_name')),
    locale: edit(body.text('locale')),
    timezone: edit(body.text('timezone')),
    username: clearable(body.text('username')),
    password: readPassword(body, signOut),
    totp: readTotp(body),
    backupCodes: readBackupCodes(body),
    deleteSelfEnabled: change(body.flag('delete_self_enabled')),
    createOrganizationEnabled: change(body.flag('create_organization_enabled')),
    createOrganizationsLimit: edit(body.integer('create_organizations_limit')),
    legalAcceptedAt: edit(body.time('legal_accepted_at')),
    createdAt: typeof createdAt === 'number' ? set(createdAt) : keep,
    extras: readExtras(body),
  };
}
