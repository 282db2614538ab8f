// Registering a user: active at once, with a name or without.

import type { Context } from '../../../core/commands/context.ts';
import { createUser } from '../../../core/commands/create-user.ts';
import { recordSignIn } from '../../../core/commands/record-sign-in.ts';
import { keep } from '../../../core/model/patch.ts';
import { answer, type Handler } from '../call.ts';
import { mismatched } from '../fault.ts';
import { readNewUser } from '../users/create.ts';
import { readUsername } from '../users/read-names.ts';
import { writeUserId } from '../wire/ids.ts';
import { Parameters } from '../wire/parameters.ts';
import { plainPasswordEdit } from '../wire/password.ts';

const metaNames = ['email', 'group', 'extra', 'login'] as const;

/** What `meta` says. One of the documented examples has another `meta` in it, with a key that is not known. */
function readMeta(body: Parameters): Parameters {
  const table = body.table('meta') ?? {};
  const meta = new Parameters(table, 'meta.');
  const inner = Object.keys(table).length === 1 ? meta.table('meta') : null;
  if (inner !== null) return new Parameters(inner, 'meta.');
  meta.only(metaNames);
  return meta;
}

function inventedName({ ports }: Context): string {
  return `player-${ports.random.digits(15)}`;
}

/**
 * `register` of a server's `core.users`: the `user_id`. Without a username one is made up, and there is no password.
 * @fails as `createUser`. Throws Fault 600, 801 and 804.
 */
export const register: Handler = async ({ body, context }) => {
  const username = readUsername(body);
  const password = body.text('password');
  const meta = readMeta(body);
  if (username === null && password !== null) mismatched('password', 'must be nil where there is no username');
  const patch = readNewUser(
    username ?? inventedName(context),
    password === null ? keep : plainPasswordEdit(password, 'password'),
    meta,
  );
  const isLogin = meta.flag('login') === true;
  const user = await createUser(context, patch, { identifier: false, password: true });
  if (isLogin) await recordSignIn(context, user, { method: 'server', ipAddress: null, userAgent: null });
  return answer(writeUserId(user));
};
