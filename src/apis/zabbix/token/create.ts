// Creating API tokens, which open nothing until a secret is generated for them.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import { openNumbers } from '../../../core/commands/take-numbers.ts';
import type { ApiToken } from '../../../core/model/api-token.ts';
import type { User } from '../../../core/model/user.ts';
import { badInput } from '../fault.ts';
import { newObject } from '../furnish.ts';
import { type Call, isSuper } from '../method.ts';
import { findKnown } from '../user/find-known.ts';
import { read } from '../validate/validator.ts';
import { writeUserId } from '../wire/ids.ts';
import { checkDistinct, checkGuest, checkNames } from './check.ts';
import { type CreationWish, creationShape, readExpiry } from './shape.ts';

type Draft = CreationWish & { readonly userid: string };

async function findOwner(call: Call, userid: string): Promise<User> {
  const { caller } = call;
  if (userid === writeUserId(caller.user)) return caller.user;
  const owner = isSuper(call) ? await findKnown(call, userid) : null;
  return owner ?? badInput(`User with ID "${userid}" is not available.`);
}

function newToken({ context, caller }: Call, id: string, wish: CreationWish, owner: User): ApiToken {
  return {
    ...newObject(context, id),
    kind: 'api-token',
    userId: owner.id,
    name: wish.name,
    description: wish.description ?? '',
    active: wish.status !== 1,
    expireAt: readExpiry(wish.expires_at ?? 0),
    creatorId: caller.user.id,
    lastUsedAt: null,
    digest: null,
  };
}

async function ownersOf(call: Call, drafts: readonly Draft[]): Promise<readonly User[]> {
  const owners: User[] = [];
  for (const { userid } of drafts) owners.push(await findOwner(call, userid));
  return owners;
}

/** Makes tokens, all or none; super administrators for anybody, others for themselves. Answers their ids. */
export async function create(call: Call, params: object): Promise<unknown> {
  checkGuest(call);
  const { context, caller } = call;
  const drafts = read(creationShape, params, '/').map((wish) => ({
    ...wish,
    userid: wish.userid ?? writeUserId(caller.user),
  }));
  checkDistinct(drafts.map(({ userid, name }) => ({ userId: userid, userid, name })));
  const tokenids = await changeRealmObjects(context, async () => {
    const owners = await ownersOf(call, drafts);
    const planned = drafts.map((draft, index) => ({ draft, owner: owners[index] ?? caller.user }));
    await checkNames(
      call,
      planned.map(({ draft, owner }) => ({ userId: owner.id, userid: draft.userid, name: draft.name })),
    );
    const numbers = await openNumbers(context);
    const made = planned.map(({ draft, owner }) => newToken(call, String(numbers.take('token', 1)), draft, owner));
    const intents = made.map((document): Intent => ({ op: 'create', document }));
    return { intents, users: [], numbering: numbers.taken(), result: made.map(({ id }) => id) };
  });
  return { tokenids };
}
