// Merging an arrival into somebody who is here already.

import { refuse } from '../model/error.ts';
import { type ContactsEdit, keep, type UserPatch, untouched } from '../model/patch.ts';
import type { Contact, Secrets, User } from '../model/user.ts';
import type { StoredImage } from '../ports.ts';
import { differenceOf } from '../rules/difference.ts';
import { foldKey, identityKey, keyChanges } from '../rules/keys.ts';
import { searchTextChange } from '../rules/search-text.ts';
import { sessionsToEnd } from '../rules/sessions.ts';
import { type Context, secretsContext } from './context.ts';
import { findUser } from './find-user.ts';
import { holdAdministrator } from './hold-administrator.ts';
import { changeOf, sessionSteps } from './prepare-update.ts';
import { previewUpdate } from './preview-update.ts';
import { updateUser } from './update-user.ts';

/** What of the addresses the user does not have yet; their own primary one stays. */
function withoutKnown(
  edit: ContactsEdit,
  kind: 'email' | 'phone' | 'wallet',
  known: readonly string[],
  primaryId: string | null,
): ContactsEdit {
  if (edit.list.op !== 'change') return edit;
  const keys = new Set(known.map((value) => foldKey(kind, value)));
  const add = edit.list.add.filter(({ value }) => !keys.has(foldKey(kind, value)));
  const list = add.length === 0 ? keep : { ...edit.list, add };
  return { ...edit, list, primary: primaryId !== null || list.op === 'keep' ? keep : edit.primary };
}

function patchFor(user: User, patch: UserPatch): UserPatch {
  const { credentials } = user;
  const identities = new Set(user.identities.map(({ provider, subject }) => identityKey(provider, subject)));
  const add =
    patch.identities.op === 'change'
      ? patch.identities.add.filter(({ provider, subject }) => !identities.has(identityKey(provider, subject)))
      : [];
  const addresses = (items: readonly (Contact & { address: string })[]) => items.map(({ address }) => address);
  const numbers = user.phones.map(({ number }) => number);
  return {
    ...patch,
    createdAt: keep,
    emails: withoutKnown(patch.emails, 'email', addresses(user.emails), user.primaryEmailId),
    phones: withoutKnown(patch.phones, 'phone', numbers, user.primaryPhoneId),
    wallets: withoutKnown(patch.wallets, 'wallet', addresses(user.wallets), user.primaryWalletId),
    identities: add.length === 0 ? keep : { op: 'change', add, remove: [] },
    aliases:
      patch.aliases.op === 'set' ? { op: 'set', value: { ...user.aliases, ...patch.aliases.value } } : patch.aliases,
    // What was set here is younger than what the file knows.
    password: credentials.password === null ? patch.password : keep,
    totp: credentials.totp === null ? patch.totp : keep,
    backupCodes: credentials.backupCodes === null ? patch.backupCodes : keep,
  };
}

/**
 * Changes the user as the newcomer's row says, adding what they do not have and keeping their credentials. False when that
 * changes nothing. @fails as `updateUser`; not-eligible for a built-in account.
 */
export async function mergeNewcomer(
  context: Context,
  userId: string,
  patch: UserPatch,
  dryRun: boolean,
): Promise<boolean> {
  const reference = { by: 'id', id: userId } as const;
  const wish = (user: User): UserPatch => {
    if (user.system) refuse({ code: 'not-eligible', field: 'user', why: 'system' });
    return patchFor(user, patch);
  };
  const options = { system: true, ifRev: null };
  if (!dryRun) {
    const { before, after } = await updateUser(context, reference, wish, options);
    return before !== after;
  }
  const { diff, refusals } = await previewUpdate(context, reference, wish, options);
  const [refusal] = refusals;
  if (refusal !== undefined) refuse(refusal);
  return diff.length > 0;
}

/** Gives the user those of the images that are not there yet. */
export async function bringImages(
  { ports: { store }, realm }: Context,
  { id: userId, profileImageId }: Pick<User, 'id' | 'profileImageId'>,
  images: readonly StoredImage[],
): Promise<void> {
  // The profile image last: those before it make room for newer ones.
  const inOrder = images.toSorted(
    (one, other) => Number(one.id === profileImageId) - Number(other.id === profileImageId),
  );
  for (const { id, createdAt, contentType, bytes } of inOrder) {
    if (await store.hasImage(realm.id, userId, id)) continue;
    await store.insertImage(realm.id, userId, id, { contentType, bytes }, createdAt);
  }
}

/**
 * Puts the written record, with its images, in the place of the user's, who keeps id, serial, the date of creation, aliases of
 * other APIs, use and credentials that are set; a ban ends all sessions. False when that changes nothing.
 * @fails not-found, taken, not-eligible (a built-in account, the last administrator).
 */
export async function mergeWritten(
  context: Context,
  userId: string,
  written: { readonly user: User; readonly secrets: Secrets; readonly images: readonly StoredImage[] },
  dryRun: boolean,
): Promise<boolean> {
  const { ports, realm } = context;
  const bound = secretsContext(realm.id, userId);
  while (true) {
    const stored = await findUser(context, { by: 'id', id: userId }, true);
    const { user } = stored;
    if (user.system || written.user.system) refuse({ code: 'not-eligible', field: 'user', why: 'system' });
    const opened = ports.vault.open(stored.secrets, bound);
    const secrets: Secrets = {
      passwords: opened.passwords.length > 0 ? opened.passwords : written.secrets.passwords,
      totp: opened.totp ?? written.secrets.totp,
      enrolling: opened.enrolling,
      backupCodes: user.credentials.backupCodes === null ? written.secrets.backupCodes : opened.backupCodes,
    };
    const own = user.credentials;
    const credentials = {
      ...written.user.credentials,
      ...(own.password !== null && { password: own.password, passwordUpdatedAt: own.passwordUpdatedAt }),
      ...(own.totp !== null && { totp: own.totp }),
      ...(own.backupCodes !== null && { backupCodes: own.backupCodes }),
      ...((own.totp !== null || own.backupCodes !== null) && {
        mfaEnabledAt: own.mfaEnabledAt,
        mfaDisabledAt: own.mfaDisabledAt,
      }),
    };
    const { id, serial, activity, rev, createdAt } = user;
    const now = ports.clock();
    const aliases = { ...user.aliases, ...written.user.aliases };
    const kept = { id, serial, activity, createdAt, aliases, credentials };
    const next = { ...written.user, ...kept, rev: rev + 1, updatedAt: now };
    const diff = differenceOf(user, next);
    const held = await holdAdministrator(context, [{ before: user, after: next }]);
    if (diff.length === 0 || dryRun) return diff.length > 0;
    await bringImages(context, next, written.images);
    const keys = keyChanges(user, next);
    const outcome = await ports.store.commit({
      realm: realm.id,
      users: [
        {
          op: 'update',
          user: next,
          rev,
          secrets: { before: stored.secrets, after: ports.vault.seal(secrets, bound) },
          addKeys: keys.add,
          removeKeys: keys.remove,
          search: searchTextChange(user, next),
          restart: [],
        },
        ...held.users,
      ],
      images: [],
      sessions: sessionSteps(context, { next, sessions: sessionsToEnd(user, next, untouched, realm.policy) }, now),
      documents: held.documents,
      changes: [changeOf(context, next, 'user.updated', diff, now)],
      mails: [],
    });
    if (outcome.ok) return true;
    if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
  }
}
