// Updating a user: the parameters of an update, and what they mean for the user as it is.

import { isSameEmail } from '../../core/commands/is-same-email.ts';
import type { Wish } from '../../core/commands/prepare-update.ts';
import {
  type Claim,
  type ContactEdit,
  type ContactsEdit,
  edit,
  keep,
  type NewContact,
  sameContacts,
  set,
  type UserPatch,
} from '../../core/model/patch.ts';
import type { Email, User } from '../../core/model/user.ts';
import type { Call } from './route.ts';
import { commonNames, readCommon } from './user-parameters.ts';
import { Body, entryOf } from './wire/body.ts';
import { wireErrors } from './wire/errors.ts';
import { isVerified, shownEmail } from './wire/objects.ts';
import { badParameters, reject } from './wire/rejected.ts';

const updateNames: ReadonlySet<string> = new Set([...commonNames, 'locale']);

/** What an update says of the email; null: nothing. */
type EmailWish = { readonly address: string | null; readonly verified: boolean | null };

/** The proof that is claimed of an address the user has already. A proven one stays so. */
function claimOf(email: Email, verified: boolean | null): readonly ContactEdit[] {
  if (isVerified(email)) return verified === false ? reject(wireErrors.emailVerified) : [];
  const claim = set<Claim>(verified === true ? 'verified' : 'reserved');
  return [{ id: email.id, claim, strategy: 'admin', secondFactor: keep, defaultSecondFactor: keep }];
}

/** Another address in the place of the shown one. */
function exchanged(user: User, shown: Email | null, address: string, verified: boolean | null): ContactsEdit {
  const own = user.emails.find((email) => isSameEmail(email.address, address));
  const claim = verified === true ? 'verified' : 'reserved';
  const fresh: NewContact = { id: null, value: address, claim, strategy: 'admin', secondFactor: false };
  return {
    list: {
      op: 'change',
      add: own === undefined ? [fresh] : [],
      edit: own === undefined ? [] : claimOf(own, verified),
      remove: shown === null ? [] : [shown.id],
    },
    primary: { op: 'value', value: address },
    linked: 'unlink',
  };
}

/**
 * The identities that do not match the new address, but for those that rest on another address the user keeps, and those on
 * the one that goes: they go with it.
 */
function unmatched(user: User, shown: Email | null, address: string): UserPatch['identities'] {
  const linked = [...user.emails, ...user.phones, ...user.wallets].flatMap(({ linkedTo }) => linkedTo);
  const resting = new Set(linked.map(({ id }) => id));
  const going = new Set(shown?.linkedTo.map(({ id }) => id));
  const remove = user.identities
    .filter(({ id, email }) => !resting.has(id) && !going.has(id) && !(email !== null && isSameEmail(email, address)))
    .map(({ id }) => id);
  return remove.length === 0 ? keep : { op: 'change', add: [], remove };
}

function emailEdit(user: User, { address, verified }: EmailWish): Pick<UserPatch, 'emails' | 'identities'> {
  const shown = shownEmail(user);
  if (address !== null && (shown === null || !isSameEmail(shown.address, address))) {
    return { emails: exchanged(user, shown, address, verified), identities: unmatched(user, shown, address) };
  }
  if (verified === null) return { emails: sameContacts, identities: keep };
  if (shown === null) return reject(badParameters([entryOf('email', 'string_required', 'is needed to verify it.')]));
  const edit = claimOf(shown, verified);
  if (!verified) return { emails: sameContacts, identities: keep };
  return { emails: { ...sameContacts, list: { op: 'change', add: [], edit, remove: [] } }, identities: keep };
}

/** WorkOS' OpenAPI file 0.61, `UpdateUserlandUserDto`; 2026-08. What an address means depends on the one that is there. */
export function readUpdate(call: Call): Wish {
  const body = new Body(call.body, updateNames);
  const address = body.filledText('email') ?? null;
  const verified = body.flag('email_verified') ?? null;
  const patch: UserPatch = { ...readCommon(body), locale: edit(body.filledText('locale')) };
  body.settle();
  return (user) => ({ ...patch, ...emailEdit(user, { address, verified }) });
}
