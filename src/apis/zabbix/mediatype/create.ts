// Creating media types.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { openNumbers } from '../../../core/commands/take-numbers.ts';
import { checkNames } from '../check-names.ts';
import { sealSecret } from '../directory/secret.ts';
import { firstNumbers, newObject } from '../furnish.ts';
import type { Call } from '../method.ts';
import { schemesOf, settingsOf } from '../settings/read.ts';
import { apiName } from '../wire/ids.ts';
import { extraId, extrasOf } from '../wire/objects.ts';
import { readCreations } from './shape.ts';
import { type Next, toNext } from './to-next.ts';

function creation(context: Context, number: string, { name, values, passwd }: Next): Intent {
  const id = extraId('mediatype', number);
  const own = { kind: 'extra', api: apiName, type: 'mediatype', number, name, values } as const;
  const sealed = sealSecret(context, id, passwd ?? '');
  return { op: 'create', document: { ...newObject(context, id), ...own, subject: `${apiName}/mediatype`, sealed } };
}

/** Makes media types, all or none. Answers their ids in the order of the call. */
export async function create({ context }: Call, params: object): Promise<unknown> {
  const wishes = readCreations(params);
  const mediatypeids = await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const schemes = schemesOf(settingsOf(objects, context.realm.policy));
    const made = wishes.map((wish, index) => toNext(null, wish, schemes, `/${index + 1}`));
    checkNames(
      'Media type',
      extrasOf(objects, 'mediatype'),
      made.map(({ name }) => name),
    );
    const numbers = await openNumbers(context);
    const numbered = made.map((next) => [String(numbers.take('mediatype', firstNumbers.mediatype)), next] as const);
    return {
      intents: numbered.map(([number, next]) => creation(context, number, next)),
      users: [],
      numbering: numbers.taken(),
      result: numbered.map(([number]) => number),
    };
  });
  return { mediatypeids };
}
