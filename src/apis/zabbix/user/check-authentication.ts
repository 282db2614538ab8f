// Checking a session or an API token.

import { authenticate } from '../caller.ts';
import { badInput } from '../fault.ts';
import type { OpenCall } from '../method.ts';
import { boolean } from '../validate/boolean.ts';
import { type Fields, object, optional, unexpected } from '../validate/object.ts';
import { text } from '../validate/text.ts';
import { read } from '../validate/validator.ts';
import { writeSignedIn } from './signed-in.ts';

const word = optional(text({ empty: true }));
const ofSession = object({ sessionid: word, extend: optional(boolean()), token: word } satisfies Fields);
const ofToken = object({ sessionid: word, extend: unexpected(), token: word } satisfies Fields);

function readParams(params: object) {
  if (Object.hasOwn(params, 'token')) return { ...read(ofToken, params, '/'), extend: true };
  const { extend = true, ...rest } = read(ofSession, params, '/');
  return { ...rest, extend };
}

/** Tells who stands behind a session or an API token, which counts as a use of it unless `extend` is false. */
export async function checkAuthentication(call: OpenCall, params: object): Promise<object> {
  const { sessionid = null, token = null, extend } = readParams(params);
  const kind = token === null ? 'session' : 'token';
  const secret = token ?? sessionid;
  if (secret === null || (token !== null && sessionid !== null)) return badInput('Session ID or token is expected.');
  const { user } = await authenticate(call, { kind, secret, from: 'auth' }, extend);
  return writeSignedIn(call, user, sessionid);
}
