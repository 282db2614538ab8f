// Creating a user, with a mail to confirm if the game wants one.

import { createPendingUser } from '../../../core/commands/create-confirmation.ts';
import { createUser } from '../../../core/commands/create-user.ts';
import { limitSendsFrom } from '../../../core/commands/limit-sends.ts';
import { oneAtATime } from '../../../core/commands/one-at-a-time.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { keep, sameContacts, set, type UserPatch, untouched } from '../../../core/model/patch.ts';
import type { User } from '../../../core/model/user.ts';
import { answer, type Call, type Handler } from '../call.ts';
import { missing } from '../fault.ts';
import { firstEmail } from '../wire/email.ts';
import { newExtra } from '../wire/extra.ts';
import { withGroup } from '../wire/group.ts';
import { apiName, writeUserId } from '../wire/ids.ts';
import type { Parameters } from '../wire/parameters.ts';
import { passwordEdit, readHash } from '../wire/password.ts';
import { keptConfirmation, readConfirmation } from './confirmation.ts';
import { readGroup, readUsername } from './read-names.ts';

/** What a creation may say. */
const createNames = ['username', 'password', 'email', 'group', 'extra', 'confirmation', 'scope'] as const;

/** A new user of this name with what `facts` say of `email`, `group` and `extra`. Throws Fault 801. */
export function readNewUser(username: string, password: UserPatch['password'], facts: Parameters): UserPatch {
  const email = facts.text('email');
  const group = readGroup(facts);
  const extra = facts.table('extra');
  return {
    ...untouched,
    username: { ...set(username), form: 'visible' },
    password,
    emails: email === null || email === '' ? sameContacts : firstEmail(email),
    groups: group === null || group === '' ? keep : set(withGroup({ groups: [] }, group)),
    metadata: {
      ...untouched.metadata,
      extra: extra === null ? keep : { op: 'replace', value: newExtra(extra) },
    },
  };
}

/** The new user as the parameters have them; `password` by its hash. Throws Fault 801 and 804. */
function readCreation(body: Parameters): UserPatch {
  const username = readUsername(body) ?? missing('username');
  return readNewUser(username, passwordEdit(readHash(body.needed('password'), 'password')), body);
}

/** What a game is told of the user it made: a table, or to clients of old times the id alone, where an operator says so. */
function created({ scope, isOurs }: Call, user: User, confirmation: string | null): JsonObject | string {
  const userId = writeUserId(user);
  if (scope.createResult === 'string' && !isOurs) return userId;
  return confirmation === null ? { user_id: userId } : { user_id: userId, confirmation };
}

const noWaivers = { identifier: false, password: false };

/** `create` of `core.users`. @fails as `createUser` and `createPendingUser`. Throws Fault 600, 702, 704, 801 and 804. */
export const create: Handler = async (call) => {
  const { body, context } = call;
  const patch = readCreation(body);
  body.only(createNames);
  const table = body.table('confirmation');
  const mail = table === null ? null : await readConfirmation(call, table);
  // Without an address there is nobody to ask.
  if (table === null || mail === null || (body.text('email') ?? '') === '') {
    const user = await oneAtATime(call.address, () => createUser(context, patch, noWaivers));
    return answer(created(call, user, null));
  }
  await limitSendsFrom(context, call.address);
  const extras = { op: 'merge', api: apiName, value: keptConfirmation(table) } as const;
  const pending = { ...patch, extras };
  const user = await oneAtATime(call.address, () => createPendingUser(context, pending, noWaivers, mail));
  return answer(created(call, user, 'pending'));
};
