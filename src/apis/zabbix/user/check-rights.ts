// What is checked of names, roles and groups before anything is changed.

import { findUser } from '../../../core/commands/find-user.ts';
import { holdAdministrator } from '../../../core/commands/hold-administrator.ts';
import { Refused } from '../../../core/model/error.ts';
import type { User, UserReference } from '../../../core/model/user.ts';
import { badInput, badParameter } from '../fault.ts';
import { guestSerial } from '../furnish.ts';
import { isSuper } from '../method.ts';
import { readRoleId, readUserId } from '../wire/ids.ts';
import { writeUsername } from '../wire/user-row.ts';
import { type Bench, changesGroups, changesRole, type Draft, isOwn, isProvisioned } from './draft.ts';

function bothOn({ wish }: Draft): boolean {
  return wish.autologin === 1 && wish.autologout !== undefined && wish.autologout.seconds !== 0;
}

/** Refuses to log somebody in and out by itself. */
export function checkAutomatic(draft: Draft): void {
  if (bothOn(draft)) badInput('Auto-login and auto-logout options cannot be enabled together.');
}

/** Tells that something of a provisioned user is the directory's to say. */
export function readonlyOfProvisioned(path: string, name: string): never {
  return badParameter(path, `cannot update readonly parameter "${name}" of provisioned user`);
}

function renames({ wish, user }: Draft): boolean {
  return wish.username !== undefined && user !== null && wish.username !== writeUsername(user);
}

/** Refuses another name for a provisioned user, and a password. */
export function checkProvisioned(draft: Draft): void {
  if (!isProvisioned(draft)) return;
  if (renames(draft)) readonlyOfProvisioned(draft.path, 'username');
  if (draft.wish.passwd !== undefined) readonlyOfProvisioned(draft.path, 'passwd');
}

/** Refuses to make somebody of the guest. */
export function checkGuest(draft: Draft): void {
  const { wish, user } = draft;
  if (user?.system !== true || user.serial !== guestSerial) return;
  if (renames(draft)) badInput('Cannot rename guest user.');
  if (wish.lang !== undefined) badInput('Not allowed to set language for user "guest".');
  if (wish.theme !== undefined) badInput('Not allowed to set theme for user "guest".');
  if (wish.passwd !== undefined) badInput('Not allowed to set password for user "guest".');
}

/** Refuses to leave the realm without a super administrator. */
export async function checkLastAdministrator(bench: Bench, drafts: readonly Draft[]): Promise<void> {
  const fates = drafts.flatMap((draft) => {
    const { user, wish } = draft;
    if (user === null || wish.roleid === undefined || !changesRole(bench, draft)) return [];
    return [{ before: user, after: { ...user, role: readRoleId(wish.roleid) } }];
  });
  await holdAdministrator(bench.call.context, fates);
}

/** Refuses a role that there is not, and another one for a provisioned user. */
export function checkRole(bench: Bench, draft: Draft): void {
  const { roleid } = draft.wish;
  if (roleid === undefined || !changesRole(bench, draft)) return;
  if (isProvisioned(draft)) readonlyOfProvisioned(draft.path, 'roleid');
  const role = readRoleId(roleid);
  if (role !== null && !bench.objects.roles.has(role)) badParameter(`${draft.path}/roleid`, 'object does not exist');
}

/** Refuses what callers may not do to themselves. */
export function checkOwn(bench: Bench, draft: Draft): void {
  if (!isOwn(bench, draft)) return;
  const { wish } = draft;
  const above = isSuper(bench.call);
  if (!above && renames(draft)) badInput('Only Super admin users can update "username" parameter.');
  if (changesRole(bench, draft)) badInput('User cannot change own role.');
  if (!above && changesGroups(bench, draft)) badInput('Only Super admin users can update "usrgrps" parameter.');
  const groups = (wish.usrgrps ?? []).flatMap(({ usrgrpid }) => bench.objects.groups.get(usrgrpid) ?? []);
  if (above && groups.some(({ active, signIn }) => !active || signIn === 'none')) {
    badInput('User cannot add oneself to a disabled group or a group with disabled GUI access.');
  }
}

async function holderOf({ call }: Bench, reference: UserReference): Promise<User | null> {
  try {
    return (await findUser(call.context, reference, true)).user;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** Whoever goes by this name for want of a username. */
async function standInOf(bench: Bench, username: string): Promise<User | null> {
  const serial = /^user-([0-9]+)$/.exec(username)?.[1] ?? '';
  const reference = username.includes('@')
    ? ({ by: 'key', kind: 'email', value: username } as const)
    : readUserId(serial);
  const holder = reference === null ? null : await holderOf(bench, reference);
  if (holder === null || holder.username !== null) return null;
  return username.includes('@') || writeUsername(holder) === username ? holder : null;
}

/** Refuses a username that somebody else goes by. */
export async function checkUsername(bench: Bench, draft: Draft): Promise<void> {
  const { username } = draft.wish;
  if (username === undefined || (draft.user !== null && !renames(draft))) return;
  const holder =
    (await holderOf(bench, { by: 'key', kind: 'username', value: username })) ?? (await standInOf(bench, username));
  if (holder !== null && holder.id !== draft.user?.id) taken(username);
}

function taken(username: string): never {
  return badInput(`User with username "${username}" already exists.`);
}

/** Tells which username was taken at the same moment; none was: then two of the call are the same but for their case. */
export async function tellTaken(bench: Bench, drafts: readonly Draft[]): Promise<never> {
  for (const draft of drafts) await checkUsername(bench, draft);
  return taken(drafts.findLast(({ wish }) => wish.username !== undefined)?.wish.username ?? '');
}

/** Refuses other groups for provisioned users, and groups that there are not. */
export function checkGroups(bench: Bench, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    if (isProvisioned(draft) && changesGroups(bench, draft)) readonlyOfProvisioned(draft.path, 'usrgrps');
  }
  for (const { path, wish } of drafts) {
    for (const [index, { usrgrpid }] of (wish.usrgrps ?? []).entries()) {
      if (!bench.objects.groups.has(usrgrpid)) badParameter(`${path}/usrgrps/${index + 1}`, 'object does not exist');
    }
  }
}
