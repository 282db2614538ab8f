// Getting users.

import type { User } from '../../../core/model/user.ts';
import { answer } from '../get/answer.ts';
import { collect } from '../get/collect.ts';
import type { Options } from '../get/options.ts';
import { readLoose } from '../get/read-loose.ts';
import { type Call, isSuper } from '../method.ts';
import { userDescription, writeSeenUser } from './describe.ts';
import { narrowingTest, readNarrowing, traceOf } from './narrow.ts';
import { seeUsers, type Trace } from './see.ts';
import { readSelects } from './select.ts';

/** True when users who are yet to come, by serial, can change nothing. */
function isComplete({ countOutput, limit, sort }: Options, count: number): boolean {
  const [first] = sort;
  const isBySerial = first === undefined || (first.field === 'userid' && !first.descending);
  return !countOutput && isBySerial && limit !== null && count >= limit;
}

/** Who is looked at. Only oneself is there to be changed, by all but super administrators. */
function candidates(call: Call, options: Options, trace: Trace) {
  return options.editable && !isSuper(call) ? [call.caller.user] : seeUsers(call, trace);
}

/**
 * Tells users: to super administrators all, the built-in accounts too; to others those in their groups, and of those little
 * more than the names. Throws Fault -32602 for filters and searches by password and for a bad `selectRole`, -32500 for sorting by
 * a field that is not for it and for what is no id (Zabbix 7.0 manual, "user.get"; 2026-11).
 */
export async function get(call: Call, params: object): Promise<unknown> {
  const { options, members } = readLoose(userDescription, params);
  const narrowing = readNarrowing(members);
  const isMeant = narrowingTest(call, narrowing);
  const found = collect<User>(userDescription, options);
  for await (const user of candidates(call, options, traceOf(call, narrowing, options))) {
    if (isMeant(user)) found.add(writeSeenUser(call, user), user);
    if (isComplete(options, found.count())) break;
  }
  const isTold = !options.countOutput && found.count() > 0;
  const tell = isTold ? readSelects(call, members) : () => ({});
  return answer(userDescription, options, found, ({ of }) => tell(of));
}
