// Updating a user: the parameters of the update and of the metadata endpoints.

import { clear, edit, keep, sameContacts, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Call } from './route.ts';
import { bagNames, commonNames, readCommon, replacedBag } from './user-parameters.ts';
import { Body } from './wire/body.ts';
import { readIdentificationId, readImageId } from './wire/ids.ts';
import { wireError } from './wire/rejected.ts';

const updateNames: ReadonlySet<string> = new Set([
  ...commonNames,
  ...bagNames,
  'primary_email_address_id',
  'primary_phone_number_id',
  'primary_web3_wallet_id',
  'notify_primary_email_address_changed',
  'profile_image_id',
  'sign_out_of_other_sessions',
]);

const metadataNames: ReadonlySet<string> = new Set(bagNames);

const metadataInstead =
  'Use PATCH /v1/users/{user_id}/metadata to merge or PUT /v1/users/{user_id}/metadata to replace metadata.';

/** What is no id of ours is handed on as it is: nothing of that name will be found. */
function primaryEdit(id: string | null | undefined): UserPatch['emails'] {
  if (id === undefined) return sameContacts;
  if (id === null) return { ...sameContacts, primary: clear };
  return { ...sameContacts, primary: { op: 'id', id: readIdentificationId(id) ?? id } };
}

function imageEdit(id: string | null | undefined): UserPatch['profileImageId'] {
  if (id === '' || id === null) return clear;
  return id === undefined ? keep : edit(readImageId(id) ?? id);
}

/** Metadata in an update replaces whole bags, in the versions that take it at all. */
function readMetadata(body: Body, call: Call): UserPatch['metadata'] {
  const given = bagNames.filter((name) => body.mentions(name));
  if (given.length === 0) return untouched.metadata;
  if (!call.version.metadataInUpdate) {
    for (const param of given) body.fault(wireError('deprecated', { param, instead: metadataInstead }));
    return untouched.metadata;
  }
  return {
    ...untouched.metadata,
    public: replacedBag(body.bag('public_metadata')),
    private: replacedBag(body.bag('private_metadata')),
    unsafe: replacedBag(body.bag('unsafe_metadata')),
  };
}

/** Clerk BAPI 2026-05-12, PATCH /users/{user_id}; 2026-08. `skip_password_requirement` is taken and means nothing here. */
export function readUpdate(call: Call): UserPatch {
  const body = new Body(call.body, updateNames);
  body.flag('skip_password_requirement');
  const signOut = body.flag('sign_out_of_other_sessions') === true;
  const patch: UserPatch = {
    ...readCommon(body, signOut),
    emails: primaryEdit(body.text('primary_email_address_id')),
    phones: primaryEdit(body.text('primary_phone_number_id')),
    wallets: primaryEdit(body.text('primary_web3_wallet_id')),
    profileImageId: imageEdit(body.text('profile_image_id')),
    metadata: readMetadata(body, call),
    sessions: signOut ? 'end-all' : 'keep',
    notifyPrimaryEmailChanged: body.flag('notify_primary_email_address_changed') === true,
  };
  body.settle();
  return patch;
}

/** Clerk BAPI 2026-05-12, PATCH /users/{user_id}/metadata: merges at every depth; a bag that is null is left alone. */
export function readMetadataMerge(call: Call): UserPatch {
  const body = new Body(call.body, metadataNames);
  const [publicBag, privateBag, unsafeBag] = bagNames.map((name) => {
    const value = body.bag(name);
    return value === undefined || value === null ? keep : ({ op: 'merge-deep', value } as const);
  });
  body.settle();
  return {
    ...untouched,
    metadata: {
      ...untouched.metadata,
      public: publicBag ?? keep,
      private: privateBag ?? keep,
      unsafe: unsafeBag ?? keep,
    },
  };
}

/** Clerk BAPI 2026-05-12, PUT /users/{user_id}/metadata: replaces each bag that is given; null empties it. */
export function readMetadataReplacement(call: Call): UserPatch {
  const body = new Body(call.body, metadataNames);
  const metadata = {
    ...untouched.metadata,
    public: replacedBag(body.bag('public_metadata')),
    private: replacedBag(body.bag('private_metadata')),
    unsafe: replacedBag(body.bag('unsafe_metadata')),
  };
  body.settle();
  return { ...untouched, metadata };
}
