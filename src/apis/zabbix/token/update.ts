// Changing API tokens.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { ApiToken } from '../../../core/model/api-token.ts';
import type { Call } from '../method.ts';
import { read } from '../validate/validator.ts';
import { checkDistinct, checkGuest, checkNames, findTokens, type Naming } from './check.ts';
import { useridsFor } from './describe.ts';
import { readExpiry, type UpdateWish, updateShape } from './shape.ts';

function layOver(token: ApiToken, { name, description, status, expires_at }: UpdateWish): ApiToken {
  return {
    ...token,
    name: name ?? token.name,
    description: description ?? token.description,
    active: status === undefined ? token.active : status === 0,
    expireAt: expires_at === undefined ? token.expireAt : readExpiry(expires_at),
  };
}

function isSame(one: ApiToken, other: ApiToken): boolean {
  return (['name', 'description', 'active', 'expireAt'] as const).every((field) => one[field] === other[field]);
}

async function namingsOf(call: Call, pairs: readonly { before: ApiToken; wish: UpdateWish }[]) {
  const useridOf = useridsFor(call);
  const namings: Naming[] = [];
  for (const { before, wish } of pairs) {
    const { userId, name } = before;
    namings.push({ userId, userid: await useridOf(userId), name: wish.name ?? name });
  }
  return namings;
}

/** Changes tokens as told, all or none, and answers their ids. A user and a secret they keep. */
export async function update(call: Call, params: object): Promise<unknown> {
  checkGuest(call);
  const wishes = read(updateShape, params, '/');
  const tokenids = wishes.map(({ tokenid }) => tokenid);
  const { context } = call;
  await changeRealmObjects(context, async () => {
    const found = await findTokens(call, tokenids);
    const pairs = found.flatMap((before, index) => {
      const wish = wishes[index];
      return wish === undefined ? [] : [{ before, wish, after: layOver(before, wish) }];
    });
    const namings = await namingsOf(call, pairs);
    checkDistinct(namings.filter((_, index) => wishes[index]?.name !== undefined));
    await checkNames(
      call,
      namings.filter(({ name }, index) => name !== pairs[index]?.before.name),
    );
    const changed = pairs.filter(({ before, after }) => !isSame(before, after));
    const updatedAt = context.ports.clock();
    const intents = changed.map(({ before, after }): Intent => {
      return { op: 'replace', before, after: { ...after, rev: before.rev + 1, updatedAt } };
    });
    return { intents, users: [], numbering: null, result: null };
  });
  return { tokenids };
}
