// Updating a user.

import { oneAtATime } from '../../../core/commands/one-at-a-time.ts';
import type { Wish } from '../../../core/commands/prepare-update.ts';
import { updateUser } from '../../../core/commands/update-user.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { keep, sameContacts, set, type UserPatch, untouched } from '../../../core/model/patch.ts';
import { answer, type Handler } from '../call.ts';
import { missing } from '../fault.ts';
import { exchangedEmail, hasProvenEmail } from '../wire/email.ts';
import { readExtra } from '../wire/extra.ts';
import { withGroup } from '../wire/group.ts';
import { Parameters } from '../wire/parameters.ts';
import { passwordEdit, readHash } from '../wire/password.ts';
import { recordOf } from '../wire/record.ts';
import { onOwnPlayer } from './find-player.ts';
import { readGroup, readUsername } from './read-names.ts';

/** Makes an edit of what a client sent as the password; `name`: where. Throws Fault 801. */
type PasswordReader = (text: string, name: string) => UserPatch['password'];

/** What may be updated (documentation of Coronium Core 2.7, "Updating Users"; 2019-09). */
export const updateNames = ['username', 'password', 'email', 'group', 'extra', 'active'] as const;

/**
 * What a table says of a user, whatever the user is; `name`: what the table is called, `passwordOf` makes an edit of the password in it.
 * Throws Fault 801 and 804.
 */
function readUpdate(table: JsonObject, name: string, passwordOf: PasswordReader): Wish {
  const update = new Parameters(table, `${name}.`);
  update.only(updateNames);
  if (!updateNames.some((known) => update.has(known))) return missing(name);
  const username = readUsername(update);
  const password = update.text('password');
  const email = update.text('email');
  const group = readGroup(update);
  const extra = update.table('extra');
  const active = update.flag('active');
  const patch: UserPatch = {
    ...untouched,
    username: username === null ? keep : { ...set(username), form: 'visible' },
    password: password === null ? keep : passwordOf(password, `${name}.password`),
    active: active === null ? keep : set(active),
    metadata: {
      ...untouched.metadata,
      extra: extra === null ? keep : { op: 'merge-shallow', value: readExtra(extra) },
    },
    sessions: password === null ? 'keep' : 'end-all',
  };
  return (user) => ({
    ...patch,
    emails: email === null ? sameContacts : exchangedEmail(user, email),
    // Whoever has proven an address must hear that somebody with the game's key took it away.
    notifyPrimaryEmailChanged: email !== null && hasProvenEmail(user),
    groups: group === null ? keep : set(withGroup(user, group === '' ? null : group)),
  });
}

/** The handler of an update whose table is called `name`: all keys of it or none. @fails as `updateUser`. Throws Fault 801, 804 and 810. */
export function updateBy(name: string, passwordOf: PasswordReader): Handler {
  return async (call) => {
    const userId = call.body.needed('user_id');
    call.body.only(['user_id', name, 'scope']);
    const wish = readUpdate(call.body.table(name) ?? missing(name), name, passwordOf);
    const { after } = await onOwnPlayer(call, userId, (reference) =>
      updateUser(call.context, reference, wish, { system: false, ifRev: null }),
    );
    return answer(recordOf(after, call.scope.name));
  };
}

const updateAsGame = updateBy('update', (text, name) => passwordEdit(readHash(text, name)));

/** `update` of `core.users`. */
export const update: Handler = async (call) => {
  const table = call.body.table('update');
  const isCostly = table !== null && new Parameters(table).has('password');
  return isCostly ? await oneAtATime(call.address, () => updateAsGame(call)) : await updateAsGame(call);
};
