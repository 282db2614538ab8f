// Creating MFA methods.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { openNumbers } from '../../../core/commands/take-numbers.ts';
import { checkNames } from '../check-names.ts';
import { sealSecret } from '../directory/secret.ts';
import { setDefault } from '../directory/set-default.ts';
import { newObject } from '../furnish.ts';
import type { Call } from '../method.ts';
import { apiName } from '../wire/ids.ts';
import { extraId, extrasOf } from '../wire/objects.ts';
import { type MfaWish, plainMfa, readCreations } from './shape.ts';

function creation(context: Context, number: string, wish: MfaWish): Intent {
  const { name = '', client_secret = '', ...told } = wish;
  const id = extraId('mfa', number);
  const own = { kind: 'extra', api: apiName, type: 'mfa', number, name, values: { ...plainMfa, ...told } } as const;
  const sealed = sealSecret(context, id, client_secret);
  return { op: 'create', document: { ...newObject(context, id), ...own, subject: `${apiName}/mfa`, sealed } };
}

/** Makes methods, all or none; the first there is becomes the default. Answers their ids in the order of the call. */
export async function create({ context }: Call, params: object): Promise<unknown> {
  const wishes = readCreations(params);
  const mfaids = await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const names = wishes.map(({ name = '' }) => name);
    checkNames('MFA method', extrasOf(objects, 'mfa'), names);
    const numbers = await openNumbers(context);
    const result = wishes.map(() => String(numbers.take('mfa', 1)));
    const intents = wishes.map((wish, index) => creation(context, result[index] ?? '', wish));
    const isFirst = extrasOf(objects, 'mfa').length === 0;
    const defaults = isFirst ? [setDefault(context, objects, { mfaid: result[0] ?? '0' })] : [];
    return { intents: [...intents, ...defaults], users: [], numbering: numbers.taken(), result };
  });
  return { mfaids };
}
