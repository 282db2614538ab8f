// Logging out.

import { endSessions } from '../../../core/commands/end-sessions.ts';
import { refused } from '../fault.ts';
import { type Call, isSuper } from '../method.ts';
import { object } from '../validate/object.ts';
import { read } from '../validate/validator.ts';

const shape = object({});

/** Who has come by a token has no session to end: Zabbix fails over its own tables then, and this is what it tells. */
function refuseToken(call: Call): never {
  const fault = 'Incorrect field "sessionid" name or value in where statement for table "sessions".';
  return refused(isSuper(call) ? fault : 'System error occurred. Please contact Zabbix administrator.');
}

/** Ends the session by which this is called. */
export async function logout(call: Call, params: object): Promise<true> {
  read(shape, params, '/');
  const { by, user } = call.caller;
  if (by.kind === 'token') return refuseToken(call);
  await endSessions(call.context, user.id, { which: 'one', id: by.session.id }, 'ended');
  return true;
}
