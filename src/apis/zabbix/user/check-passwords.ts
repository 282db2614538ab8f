// What is checked of passwords before anything is changed.

import { violationsBy } from '../../../core/commands/judge-password.ts';
import { verifyPassword } from '../../../core/commands/verify-password.ts';
import { type PasswordViolation, Refused } from '../../../core/model/error.ts';
import type { PasswordEdit } from '../../../core/model/patch.ts';
import type { PasswordPolicy } from '../../../core/model/realm.ts';
import type { User } from '../../../core/model/user.ts';
import { badInput, badParameter } from '../fault.ts';
import { accessOf, groupsIn } from '../wire/groups.ts';
import { type Bench, changesGroups, type Draft, isOwn, isProvisioned, usernameOf } from './draft.ts';

/** How a password in clear is set here; the realm's law about names in it is kept more strictly than it says. */
export function passwordEdit({ call }: Pick<Bench, 'call'>, plain: string): Extract<PasswordEdit, { op: 'set' }> {
  const strict = call.realm.policy.password.refuseIdentifiers;
  const edit = { op: 'set', plain, checks: 'enforce', preHash: 'none' } as const;
  return strict ? { ...edit, refuseContained: true } : edit;
}

/** What is told of violations, in the order in which they are looked for. `lacks`: what else is one, where the law asks for it. */
const policyWords: readonly {
  readonly of: readonly PasswordViolation[];
  readonly text: (law: PasswordPolicy) => string;
  readonly lacks?: (plain: string, law: PasswordPolicy) => boolean;
}[] = [
  { of: ['too-short'], text: ({ lengthMin }) => `must be at least ${lengthMin} characters long` },
  {
    of: ['no-uppercase', 'no-lowercase'],
    text: () => 'must contain at least one lowercase and one uppercase Latin letter',
    lacks: (plain, law) =>
      law.requireUppercase && law.requireLowercase && !(/[A-Z]/.test(plain) && /[a-z]/.test(plain)),
  },
  {
    of: ['no-number'],
    text: () => 'must contain at least one digit',
    lacks: (plain, law) => law.requireNumber && !/[0-9]/.test(plain),
  },
  {
    of: ['no-special'],
    text: () => 'must contain at least one special character',
    lacks: (plain, law) => law.requireSpecial && !/[ -/:-@[-`{-~]/.test(plain),
  },
  {
    of: ['contains-identifier', 'matches-identifier'],
    text: () => "must not contain user's name, surname or username",
  },
  { of: ['common', 'breached'], text: () => 'must not be one of common or context-specific passwords' },
  { of: ['unchecked'], text: () => 'could not be checked for breaches, please try again' },
  { of: ['not-text'], text: () => 'must be valid text' },
];

/** What a user who is to be made does not have yet. */
const nobody = { firstName: null, lastName: null, emails: [], phones: [], wallets: [] } as const;

/** Refuses a password that the realm's policy does not allow, as the user will be called. */
export async function checkPolicy(bench: Bench, draft: Draft): Promise<void> {
  const { passwd, name, surname } = draft.wish;
  if (passwd === undefined) return;
  const { call } = bench;
  const user: User = {
    ...(draft.user ?? call.caller.user),
    ...(draft.user === null && nobody),
    ...(name !== undefined && { firstName: name }),
    ...(surname !== undefined && { lastName: surname }),
    username: usernameOf(draft),
  };
  const found = await violationsBy(call.context, user, passwordEdit(bench, passwd));
  if (found.some((one) => one === 'too-long' || one === 'too-many-bytes')) {
    badParameter(`${draft.path}/passwd`, 'value is too long');
  }
  const law = call.realm.policy.password;
  const words = policyWords.find(
    ({ of, lacks }) => of.some((violation) => found.includes(violation)) || lacks?.(passwd, law) === true,
  );
  if (words !== undefined) badInput(`Incorrect value for field "${draft.path}/passwd": ${words.text(law)}.`);
}

/** Refuses a `current_passwd` that is not the user's. A wrong one is a failed attempt. */
export async function checkCurrent({ call }: Bench, { wish, user }: Draft): Promise<void> {
  if (wish.current_passwd === undefined || user === null) return;
  try {
    await verifyPassword(call.context, { by: 'id', id: user.id }, wish.current_passwd, { system: true });
  } catch (error) {
    if (error instanceof Refused) badInput('Incorrect current password.');
    throw error;
  }
}

/** Refuses another password for oneself without the one before. */
export function checkCurrentGiven(bench: Bench, draft: Draft): void {
  const { wish } = draft;
  if (wish.passwd === undefined || wish.current_passwd !== undefined || !isOwn(bench, draft)) return;
  badInput('Current password is mandatory.');
}

function needsPassword({ objects, authentication }: Bench, { wish, user }: Draft): boolean {
  const groups =
    wish.usrgrps === undefined
      ? groupsIn(objects, user)
      : wish.usrgrps.flatMap(({ usrgrpid }) => objects.groups.get(usrgrpid) ?? []);
  const access = accessOf(groups).gui_access;
  return access === 1 || (access === 0 && authentication.authentication_type === '0');
}

/** True for a user who can get in by nothing but a password: known by a username alone. */
function hasPasswordOnly({ emails, phones, wallets, identities }: User): boolean {
  return [emails, phones, wallets, identities].every(({ length }) => length === 0);
}

/** True when the groups that a user without a password ends up in decide whether there must be one. */
function asksForPassword(bench: Bench, draft: Draft, user: User): boolean {
  const { usrgrps } = draft.wish;
  if (usrgrps !== undefined) return usrgrps.length === 0 || changesGroups(bench, draft);
  return groupsIn(bench.objects, user).length === 0 && hasPasswordOnly(user);
}

/** Refuses a user without a password where it is the password kept here that opens. */
export function checkPasswordGiven(bench: Bench, draft: Draft): void {
  const { wish, user } = draft;
  if (wish.passwd !== undefined || isProvisioned(draft)) return;
  if (user !== null && (user.credentials.password !== null || !asksForPassword(bench, draft, user))) return;
  if (!needsPassword(bench, draft)) return;
  badInput(`User "${usernameOf(draft)}" must have a password, because internal authentication is in effect.`);
}
