// The endpoints of a user's credentials: the password and the second factors.

import { getUser } from '../../core/commands/get-user.ts';
import { setPassword } from '../../core/commands/set-password.ts';
import { verifyPassword } from '../../core/commands/verify-password.ts';
import { verifySecondFactor } from '../../core/commands/verify-second-factor.ts';
import { Refused } from '../../core/model/error.ts';
import { clear, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import { type Call, type Route, route } from './route.ts';
import { renderUser, updatePathUser, userOfPath } from './users.ts';
import { Body } from './wire/body.ts';
import { writeUserId } from './wire/ids.ts';
import { reject } from './wire/rejected.ts';

const passwordNames: ReadonlySet<string> = new Set(['password']);
const codeNames: ReadonlySet<string> = new Set(['code']);
const removalNames: ReadonlySet<string> = new Set(['sign_out_of_other_sessions']);
const compromiseNames: ReadonlySet<string> = new Set(['revoke_all_sessions']);

const codeTypes = { totp: 'totp', 'backup-code': 'backup_code' } as const;

function readRequired(names: ReadonlySet<string>, name: string): (call: Call) => string {
  return (call) => {
    const body = new Body(call.body, names);
    const text = body.requiredText(name);
    body.settle();
    return text;
  };
}

function readFlag(names: ReadonlySet<string>, name: string): (call: Call) => boolean {
  return (call) => {
    const body = new Body(call.body, names);
    const flag = body.flag(name) === true;
    body.settle();
    return flag;
  };
}

function compromise(compromised: boolean, endSessions: boolean): UserPatch {
  return { ...untouched, passwordCompromised: set(compromised), sessions: endSessions ? 'end-all' : 'keep' };
}

function removal(path: string, what: 'all' | 'totp' | 'backup-codes'): Route {
  return route({
    method: 'DELETE',
    path,
    parse: (): UserPatch => ({ ...untouched, secondFactors: { op: 'remove', what } }),
    run: updatePathUser,
    render: (user) => ({ user_id: writeUserId(user) }),
  });
}

/** A wrong code of another length is told so where nothing but a TOTP code could have been meant. */
async function verifyCode(call: Call, code: string): Promise<keyof typeof codeTypes> {
  const { credentials } = await getUser(call.context, userOfPath(call), { system: false });
  try {
    return await verifySecondFactor(call.context, userOfPath(call), code, { system: false });
  } catch (error) {
    const wrong = error instanceof Refused && error.refusals[0].code === 'code-rejected';
    const totpOnly = credentials.totp !== null && credentials.backupCodes === null;
    if (wrong && totpOnly && code.length !== 6) reject('totpInvalidLength');
    throw error;
  }
}

/** Clerk BAPI 2026-05-12, tag Users: password, TOTP, backup codes, MFA; 2026-08. */
export const credentialRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/users/:user_id/verify_password',
    parse: readRequired(passwordNames, 'password'),
    run: (call, plain) => verifyPassword(call.context, userOfPath(call), plain),
    render: () => ({ verified: true }),
  }),
  route({
    method: 'POST',
    path: '/users/:user_id/verify_totp',
    parse: readRequired(codeNames, 'code'),
    run: verifyCode,
    render: (kind) => ({ verified: true, code_type: codeTypes[kind] }),
  }),
  route({
    method: 'POST',
    path: '/users/:user_id/remove_password',
    parse: readFlag(removalNames, 'sign_out_of_other_sessions'),
    run: async (call, signOut) =>
      (await setPassword(call.context, userOfPath(call), clear, signOut ? 'end-all' : 'keep')).after,
    render: renderUser,
  }),
  route({
    method: 'POST',
    path: '/users/:user_id/password/set_compromised',
    parse: readFlag(compromiseNames, 'revoke_all_sessions'),
    run: (call, endSessions) => updatePathUser(call, compromise(true, endSessions)),
    render: renderUser,
  }),
  route({
    method: 'POST',
    path: '/users/:user_id/password/unset_compromised',
    parse: () => compromise(false, false),
    run: updatePathUser,
    render: renderUser,
  }),
  removal('/users/:user_id/mfa', 'all'),
  removal('/users/:user_id/totp', 'totp'),
  removal('/users/:user_id/backup_code', 'backup-codes'),
];
