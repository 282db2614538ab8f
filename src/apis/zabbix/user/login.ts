// Logging in.

import { beginTokenSession } from '../../../core/commands/begin-token-session.ts';
import { proveByUsername } from '../../../core/commands/prove-by-username.ts';
import { newSessionToken } from '../../../core/commands/session-token.ts';
import type { User } from '../../../core/model/user.ts';
import { elsewhereFor, provisionOnLogin } from '../directory/sign-in.ts';
import type { OpenCall } from '../method.ts';
import { flag } from '../validate/boolean.ts';
import { object, optional, required } from '../validate/object.ts';
import { text } from '../validate/text.ts';
import { read } from '../validate/validator.ts';
import { groupsIn } from '../wire/groups.ts';
import { apiName } from '../wire/ids.ts';
import { writeUsername } from '../wire/user-row.ts';
import { mfaIdFor, writeSignedIn } from './signed-in.ts';

const word = required(text({ empty: true, lengthMax: 255 }));
const shape = object({ username: word, password: word, userData: optional(flag()) });

/**
 * Logs somebody in by username and password, and answers the session that begins, or (`userData`) the user with it. Whoever has to confirm the
 * login by a second factor, which there is no method for, is given a session that opens nothing.
 */
export async function login(call: OpenCall, params: object): Promise<string | object> {
  const { username, password, userData = false } = read(shape, params, '/');
  const { host, realm, objects, requestId, address, userAgent } = call;
  const { ports } = host;
  const context = { ports, realm, actor: { kind: 'anybody', address }, api: apiName, requestId } as const;
  const facts = { ipAddress: address, userAgent };
  const claim = {
    username,
    password,
    names: (user: User) => writeUsername(user) === username,
    elsewhere: elsewhereFor(call, password),
    admits: ({ role }: User) => role !== null && objects.roles.has(role),
    wantsMore: (user: User) => mfaIdFor(call, groupsIn(objects, user)) !== '0',
  };
  await provisionOnLogin(call, username, password);
  const { user, isHalf } = await proveByUsername(context, claim, facts);
  const sessionid = isHalf
    ? newSessionToken(ports.random, ports.clock(), null).token
    : (await beginTokenSession(context, user, { ...facts, method: 'password', organizationId: null }, null)).token;
  return userData ? writeSignedIn(call, user, sessionid) : sessionid;
}
