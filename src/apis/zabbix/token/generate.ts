// Generating the secrets of API tokens.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import { digestOfApiToken, newApiTokenSecret } from '../../../core/commands/use-api-token.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { checkGuest, findTokens } from './check.ts';

const shape = ids({ unique: true });

/** Gives each token a fresh secret, told here and never again; its former one is void, and the caller counts as its creator. */
export async function generate(call: Call, params: object): Promise<unknown> {
  checkGuest(call);
  const tokenids = read(shape, params, '/');
  const { context, caller } = call;
  return await changeRealmObjects(context, async () => {
    const found = await findTokens(call, tokenids);
    const updatedAt = context.ports.clock();
    const fresh = found.map((before) => ({ before, secret: newApiTokenSecret(context.ports.random) }));
    const intents = fresh.map(({ before, secret }): Intent => {
      const made = { digest: digestOfApiToken(secret), creatorId: caller.user.id };
      return { op: 'replace', before, after: { ...before, ...made, rev: before.rev + 1, updatedAt } };
    });
    const result = fresh.map(({ before, secret }) => ({ tokenid: before.id, token: secret }));
    return { intents, users: [], numbering: null, result };
  });
}
