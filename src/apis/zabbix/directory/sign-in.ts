// Signing in with a password that a directory knows, and coming in by one for the first time.

import { createUser } from '../../../core/commands/create-user.ts';
import { getUser } from '../../../core/commands/get-user.ts';
import { guardGuesses } from '../../../core/commands/identify.ts';
import type { Entry } from '../../../core/model/directory-server.ts';
import { Refused, refuse } from '../../../core/model/error.ts';
import type { User } from '../../../core/model/user.ts';
import { authenticationOf } from '../authentication/read.ts';
import type { OpenCall } from '../method.ts';
import { accessOf } from '../wire/groups.ts';
import { apiName } from '../wire/ids.ts';
import { ownValuesOf, textOf } from '../wire/objects.ts';
import { ownFieldsOf } from '../wire/own-fields.ts';
import { writeUsername } from '../wire/user-row.ts';
import { ownContext, provisionUsers } from './provision-users.ts';
import { provision } from './provisioning.ts';
import { type Directory, findDirectory } from './read.ts';
import { serverOf, tellUnreachable } from './server.ts';
import { patchForNew } from './to-user.ts';

const usernameLengthMax = 100;

/** What directories pass over in a name (RFC 4518 §2): spaces at the ends and side by side, and what nobody sees. */
const passedOver = /^\s|\s$|\s{2}|[^\S ]|\p{Cc}|\p{Default_Ignorable_Code_Point}/u;
const none = '0';

type Settings = ReturnType<typeof authenticationOf>;

function settingsFor({ objects, realm }: OpenCall): Settings {
  return authenticationOf(objects, realm.policy);
}

/** The entry of whoever has this name and password there; null: nobody. Throws Fault when the server cannot be asked. */
async function ask(call: OpenCall, directory: Directory, username: string, password: string): Promise<Entry | null> {
  const server = serverOf(call, directory);
  const answer = await call.host.directories.authenticate(server, username, password);
  if (answer.outcome === 'unreachable') return tellUnreachable(answer.reason, server);
  return answer.outcome === 'ok' ? answer.entry : null;
}

/** Whether a directory knows the password of this user: the one that has brought them in, or one that their groups say. */
function isElsewhere({ objects }: OpenCall, settings: Settings, user: User): boolean {
  if (ownFieldsOf(user).userdirectoryid !== none) return true;
  const { gui_access } = accessOf(user.groups.flatMap((id) => objects.groups.get(id) ?? []));
  if (gui_access === 1) return false;
  return gui_access === 2 || settings.authentication_type === '1';
}

/** The directory to ask: the user's own, else of those that the groups name (the default where they name none) the first by name. */
function directoryFor({ objects }: OpenCall, settings: Settings, user: User): Directory | null {
  const { userdirectoryid: own } = ownFieldsOf(user);
  if (own !== none) return findDirectory(objects, own);
  const standard = settings.ldap_userdirectoryid ?? none;
  const groups = user.groups.flatMap((id) => objects.groups.get(id) ?? []);
  const named = groups.map((group) => textOf(ownValuesOf(group), 'userdirectoryid', none));
  const numbers = new Set((named.length === 0 ? [none] : named).map((id) => (id === none ? standard : id)));
  const directories = [...numbers].flatMap((number) => findDirectory(objects, number) ?? []);
  const [first] = directories.toSorted((one, other) => ((one.extra.name ?? '') < (other.extra.name ?? '') ? -1 : 1));
  return first ?? null;
}

async function isRight(call: OpenCall, user: User, password: string): Promise<boolean> {
  const settings = settingsFor(call);
  const directory = directoryFor(call, settings, user);
  if (settings.ldap_auth_enabled !== '1' || directory === null || !directory.isLdap) return false;
  const entry = await ask(call, directory, writeUsername(user), password);
  if (entry === null) return false;
  const { number: userdirectoryid } = directory.extra;
  const isLinked = ownFieldsOf(user).userdirectoryid === userdirectoryid;
  if (isLinked && directory.provisions && settings.ldap_jit_status === '1') {
    await provisionUsers(ownContext(call), [{ user, userdirectoryid, entry }]);
  }
  return true;
}

/**
 * Says how to ask a directory about the password of a user; null: it is kept here. While LDAP is off, no password is right for those who have
 * theirs elsewhere. Whoever a directory has brought in is brought up to date when the password was right.
 */
export function elsewhereFor(call: OpenCall, password: string): (user: User) => (() => Promise<boolean>) | null {
  const settings = settingsFor(call);
  return (user) => (isElsewhere(call, settings, user) ? () => isRight(call, user, password) : null);
}

async function isKnown(call: OpenCall, username: string): Promise<boolean> {
  for (const kind of ['username', 'email'] as const) {
    try {
      await getUser(ownContext(call), { by: 'key', kind, value: username }, { system: true });
      return true;
    } catch (error) {
      if (!(error instanceof Refused) || error.refusals[0].code !== 'not-found') throw error;
    }
  }
  return false;
}

/** The directory that brings in whoever is not known here; null: nobody is brought in. */
function openDirectoryOf(call: OpenCall): Directory | null {
  const { authentication_type, ldap_auth_enabled, ldap_jit_status, ldap_userdirectoryid = none } = settingsFor(call);
  if ([authentication_type, ldap_auth_enabled, ldap_jit_status].some((value) => value !== '1')) return null;
  const directory = findDirectory(call.objects, ldap_userdirectoryid);
  return directory?.isLdap === true && directory.provisions ? directory : null;
}

async function bringIn(call: OpenCall, directory: Directory, username: string, entry: Entry): Promise<void> {
  const made = provision(directory, call.objects, entry);
  if (made.groups.length === 0) return;
  const context = ownContext(call);
  const { number: userdirectoryid } = directory.extra;
  const patch = patchForNew(context, username, userdirectoryid, made);
  const user = await createUser(context, patch, { identifier: false, password: true });
  await provisionUsers(context, [{ user, userdirectoryid, entry }]);
}

/** True for what only says that somebody was faster or guessed: the login that follows says the rest. */
function isPassedOver(error: unknown): boolean {
  const code = error instanceof Refused ? error.refusals[0].code : null;
  return code === 'code-rejected' || code === 'taken';
}

/**
 * Makes a user of somebody who is not known here and has the right password in the default directory, where that is wanted and one of their
 * groups there is mapped; no password is kept. Nothing otherwise. Guesses are counted as for any sign-in. Throws Fault when the directory cannot
 * be asked. @fails too-many-attempts.
 */
export async function provisionOnLogin(call: OpenCall, username: string, password: string): Promise<void> {
  const directory = openDirectoryOf(call);
  if (directory === null || username === '' || username.length > usernameLengthMax) return;
  // One of theirs under another spelling would be a second user of the same person, whatever became of the first.
  if (passedOver.test(username)) return;
  if (await isKnown(call, username)) return;
  const { host, realm, requestId, address } = call;
  const stranger = { ports: host.ports, realm, actor: { kind: 'anybody', address }, api: apiName, requestId } as const;
  try {
    const check = async () => {
      const entry = await ask(call, directory, username, password);
      if (entry === null) return refuse({ code: 'code-rejected', reason: 'wrong' });
      return await bringIn(call, directory, username, entry);
    };
    await guardGuesses(stranger, username, check, { isSlow: true });
  } catch (error) {
    if (!isPassedOver(error)) throw error;
  }
}
