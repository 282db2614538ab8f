// Preparing an update: what a patch makes of a stored user, and the writing that would carry it out.

import type { NewChange } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { PasswordDigest, Secrets, Totp, User } from '../model/user.ts';
import type { ImageStep, MailOrder, Sealed, SessionStep, StoredUser, UserStep } from '../ports.ts';
import { isText } from '../rules/text.ts';
import { type Decision, decideUpdate } from '../rules/update.ts';
import type { Situation } from '../rules/verdict.ts';
import { type Context, secretsContext, situationOf } from './context.ts';

/** A patch, or how to make one from the user as it is when its turn has come. */
export type Wish = UserPatch | ((user: User) => UserPatch);

/** The patch that the wish comes to for this user. */
export function patchOf(wish: Wish, user: User): UserPatch {
  return typeof wish === 'function' ? wish(user) : wish;
}

/**
 * Looks up what the rules must know to judge a patch: what is known of a new password, and that a new profile image is the user's.
 * `user` null: one that is yet to be. @fails not-found (image).
 */
export async function situationFor(context: Context, user: User | null, patch: UserPatch): Promise<Situation> {
  const { password, profileImageId } = patch;
  const { refuseCommon } = context.realm.policy.password;
  const asked = refuseCommon && password.op === 'set' && password.checks === 'enforce';
  const known = asked ? await context.ports.knownPasswords.find(password.plain) : null;
  if (profileImageId.op === 'set' && profileImageId.value !== user?.profileImageId) {
    const id = profileImageId.value;
    const mine = user !== null && isText(id) && (await context.ports.store.hasImage(context.realm.id, user.id, id));
    if (!mine) refuse({ code: 'not-found', what: 'image', id });
  }
  return situationOf(context, known);
}

/** Judges a patch against the user as stored. Writes nothing. @fails not-found (image). */
export async function judgeUpdate(context: Context, user: User, patch: UserPatch): Promise<Decision> {
  return decideUpdate(user, patch, await situationFor(context, user, patch));
}

async function digestsOf(
  { ports, realm }: Context,
  wish: UserPatch['password'],
): Promise<readonly PasswordDigest[] | null> {
  if (wish.op === 'keep') return null;
  if (wish.op === 'clear') return [];
  if (wish.op === 'set-digest') return [ports.hasher.accept(wish.scheme, wish.digest)];
  return await ports.hasher.hash(wish.plain, wish.preHash, realm.policy.password.clientHash);
}

/** Secrets that a patch brings, ready to be kept; null: it says nothing of them. */
export type NewSecrets = {
  readonly passwords: readonly PasswordDigest[] | null;
  readonly totp: Totp | null;
  readonly backupCodes: readonly string[] | null;
  /** A secret that waits for its first code goes, too. */
  readonly dropsWaiting: boolean;
};

/**
 * Turns the secrets a patch brings into what is kept of them. Slow for a password. @fails digest-unsupported, invalid
 * (`totp`, `backupCodes`), too-many-attempts.
 */
export async function secretsFor(context: Context, patch: UserPatch): Promise<NewSecrets> {
  const { hasher, timeCodes } = context.ports;
  const { password, totp, backupCodes, secondFactors } = patch;
  return {
    dropsWaiting: secondFactors.op === 'remove' && secondFactors.what !== 'backup-codes',
    totp: totp.op === 'set' ? timeCodes.accept(totp.value) : null,
    backupCodes: backupCodes.op === 'set' ? backupCodes.value.map((code) => hasher.digestCode(code)) : null,
    passwords: await digestsOf(context, password),
  };
}

/** The secrets of a user who is `next` after the change: what is new of them, and nothing of what the record no longer has. */
export function secretsOf(before: Secrets, made: NewSecrets, next: User): Secrets {
  const { totp, backupCodes } = next.credentials;
  return {
    passwords: made.passwords ?? before.passwords,
    totp: totp === null ? null : (made.totp ?? before.totp),
    enrolling: made.totp === null && !made.dropsWaiting ? before.enrolling : null,
    backupCodes: backupCodes === null ? [] : (made.backupCodes ?? before.backupCodes),
  };
}

/** Sealed secrets, and those that they take the place of. */
type Replacement = { readonly before: Sealed | null; readonly after: Sealed };

/** The user's secrets as they are after the decision, sealed; `keep` when they stay as they are. */
export function sealSecrets(
  context: Context,
  stored: StoredUser,
  { next }: Decision,
  made: NewSecrets,
): Replacement | 'keep' {
  const had = stored.user.credentials;
  const has = next.credentials;
  const lost = (had.totp !== null && has.totp === null) || (had.backupCodes !== null && has.backupCodes === null);
  const drops = made.dropsWaiting && stored.secrets !== null;
  if (!lost && !drops && made.passwords === null && made.totp === null && made.backupCodes === null) return 'keep';
  const bound = secretsContext(context.realm.id, stored.user.id);
  const before = context.ports.vault.open(stored.secrets, bound);
  const after = secretsOf(before, made, next);
  return { before: stored.secrets, after: context.ports.vault.seal(after, bound) };
}

/** A change of this user in the name of this call. */
export function changeOf(
  context: Context,
  user: Pick<User, 'id' | 'rev'>,
  type: NewChange['type'],
  diff: NewChange['diff'],
  at: number,
): NewChange {
  return {
    realm: context.realm.id,
    userId: user.id,
    rev: user.rev,
    at,
    actor: context.actor,
    api: context.api,
    requestId: context.requestId,
    type,
    diff,
  };
}

/** The steps that carry out a decision. None when there is nothing to write. */
export function stepsOf(
  context: Context,
  stored: StoredUser,
  decision: Decision,
  secrets: Replacement | 'keep',
): {
  users: readonly UserStep[];
  images: readonly ImageStep[];
  sessions: readonly SessionStep[];
  documents: [];
  changes: readonly NewChange[];
  mails: readonly MailOrder[];
} {
  const { user } = stored;
  const at = decision.changed ? decision.next.updatedAt : context.ports.clock();
  const sessions = sessionSteps(context, decision, at);
  if (!decision.changed && sessions.length === 0)
    return { users: [], images: [], sessions: [], documents: [], changes: [], mails: [] };
  const update: UserStep = {
    op: 'update',
    user: decision.next,
    rev: user.rev,
    secrets,
    addKeys: decision.keys.add,
    removeKeys: decision.keys.remove,
    search: decision.search,
    restart: decision.restart,
  };
  return {
    users: [decision.changed ? update : { op: 'check', id: user.id, rev: user.rev }],
    images: imageSteps(user, decision.next),
    sessions,
    documents: [],
    changes: decision.changed ? [changeOf(context, decision.next, 'user.updated', decision.diff, at)] : [],
    mails: decision.notices.map((notice) => ({
      ...notice,
      id: context.ports.random.uuid(at),
      realm: context.realm.id,
      sealed: null,
      createdAt: at,
    })),
  };
}

/** A new profile image must still be there; one that is cleared goes, one that is replaced stays to be set again. */
function imageSteps({ id: userId, profileImageId: before }: User, next: User): readonly ImageStep[] {
  const after = next.profileImageId;
  if (before === after) return [];
  if (after !== null) return [{ op: 'need', userId, id: after }];
  return before === null ? [] : [{ op: 'forget', userId, id: before }];
}

/** The steps that end the sessions which a change ends. */
export function sessionSteps(
  context: Context,
  { sessions, next }: Pick<Decision, 'sessions' | 'next'>,
  at: number,
): readonly SessionStep[] {
  if (sessions === 'keep') return [];
  return [
    {
      op: 'end',
      userId: next.id,
      only: null,
      except: sessions === 'end-all' ? null : sessions.except,
      status: 'revoked',
      at,
      change: changeOf(context, next, 'session.ended', [], at),
    },
  ];
}
