// Creating user directories.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { type Numbers, openNumbers } from '../../../core/commands/take-numbers.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { checkNames } from '../check-names.ts';
import { newObject } from '../furnish.ts';
import type { Call } from '../method.ts';
import { apiName } from '../wire/ids.ts';
import { extraId, extrasOf } from '../wire/objects.ts';
import { checkReferences, checkSaml } from './check.ts';
import { ldap, plainTexts } from './fields.ts';
import { nextMedias } from './next-medias.ts';
import { directoryOf } from './read.ts';
import { sealSecret } from './secret.ts';
import { setDefault } from './set-default.ts';
import { type DirectoryWish, readCreations } from './shape.ts';

function creation(
  context: Context,
  numbers: Numbers,
  number: string,
  { texts, groups, medias }: DirectoryWish,
): Intent {
  const { name = '', bind_password = '', ...told } = texts;
  const id = extraId('userdirectory', number);
  const values: JsonObject = {
    ...plainTexts(texts.idp_type ?? ldap),
    ...told,
    provision_groups: groups ?? [],
    provision_media: nextMedias(numbers, [], medias ?? [], '/'),
  };
  const own = { kind: 'extra', api: apiName, type: 'userdirectory', number, values } as const;
  const base = { ...newObject(context, id), subject: `${apiName}/userdirectory` };
  const sealed = sealSecret(context, id, bind_password);
  return { op: 'create', document: { ...base, ...own, name: name === '' ? null : name, sealed } };
}

/** Makes directories, all or none; the first of LDAP becomes the default. Answers their ids in the order of the call. */
export async function create({ context }: Call, params: object): Promise<unknown> {
  const wishes = readCreations(params);
  const userdirectoryids = await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const names = wishes.map(({ texts }) => texts.name ?? '');
    checkNames('User directory', extrasOf(objects, 'userdirectory'), names);
    checkReferences(objects, wishes);
    checkSaml(objects, wishes);
    const numbers = await openNumbers(context);
    const numbered = wishes.map((wish) => [String(numbers.take('userdirectory', 1)), wish] as const);
    const intents = numbered.map(([number, wish]) => creation(context, numbers, number, wish));
    const [first] = numbered.find(([, { texts }]) => texts.idp_type === ldap) ?? [];
    const hasOther = extrasOf(objects, 'userdirectory').some((extra) => directoryOf(extra).isLdap);
    const defaults =
      first === undefined || hasOther ? [] : [setDefault(context, objects, { ldap_userdirectoryid: first })];
    return {
      intents: [...intents, ...defaults],
      users: [],
      numbering: numbers.taken(),
      result: numbered.map(([number]) => number),
    };
  });
  return { userdirectoryids };
}
