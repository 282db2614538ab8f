// Getting API tokens.

import { walkApiTokens } from '../../../core/commands/find-realm-objects.ts';
import { digestOfApiToken } from '../../../core/commands/use-api-token.ts';
import type { ApiToken } from '../../../core/model/api-token.ts';
import { answer } from '../get/answer.ts';
import { collect } from '../get/collect.ts';
import { strictFields } from '../get/strict-fields.ts';
import { strictOptions } from '../get/strict-options.ts';
import { type Call, isSuper } from '../method.ts';
import { ids } from '../validate/id.ts';
import { integer } from '../validate/integer.ts';
import { object, optional } from '../validate/object.ts';
import { text } from '../validate/text.ts';
import { nullable, read, type ValueOf } from '../validate/validator.ts';
import { tokenDescription, useridsFor, writeToken } from './describe.ts';

const shape = object({
  tokenids: optional(nullable(ids({ normalise: true, empty: true }))),
  userids: optional(nullable(ids({ normalise: true, empty: true }))),
  token: optional(nullable(text({ empty: true, lengthMax: 64 }))),
  valid_at: optional(nullable(integer())),
  expired_at: optional(nullable(integer())),
  ...strictFields(tokenDescription),
});

/** Whether the token is one that was asked for; who has it is looked at elsewhere. */
function isMeant(token: ApiToken, asked: ValueOf<typeof shape>, digest: string | null): boolean {
  const { tokenids = null, valid_at = null, expired_at = null } = asked;
  if (tokenids !== null && !tokenids.includes(token.id)) return false;
  if (digest !== null && token.digest !== digest) return false;
  if (valid_at !== null && token.expireAt !== null && token.expireAt <= valid_at * 1000) return false;
  return expired_at === null || (token.expireAt !== null && token.expireAt <= expired_at * 1000);
}

/**
 * Tells API tokens, never their secrets: to super administrators all, to others their own. Throws Fault -32602 for any option
 * that it does not know or understand (Zabbix 7.0 manual, "token.get"; 2026-11).
 */
export async function get(call: Call, params: object): Promise<unknown> {
  const asked = read(shape, params, '/');
  const options = strictOptions(tokenDescription, asked);
  const { userids = null, token: secret = null } = asked;
  const digest = secret === null ? null : digestOfApiToken(secret);
  const useridOf = useridsFor(call);
  const found = collect<null>(tokenDescription, options);
  for await (const token of walkApiTokens(call.context, isSuper(call) ? null : call.caller.user.id)) {
    if (!isMeant(token, asked, digest)) continue;
    const row = await writeToken(token, useridOf);
    if (userids?.includes(row.userid ?? '') ?? true) found.add(row, null);
  }
  return answer(tokenDescription, options, found);
}
