// Updating user directories.

import { isDeepStrictEqual } from 'node:util';
import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { type Numbers, openNumbers } from '../../../core/commands/take-numbers.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { checkNames } from '../check-names.ts';
import { badParameter, noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { extrasOf } from '../wire/objects.ts';
import { checkReferences } from './check.ts';
import { plainTexts, provisionTexts } from './fields.ts';
import { nextMedias } from './next-medias.ts';
import { type Directory, findDirectory } from './read.ts';
import { goesElsewhere, sealSecret } from './secret.ts';
import { type DirectoryWish, readHeads, readUpdates } from './shape.ts';

/** What a directory says no more when it stops bringing users in. */
function forgotten({ texts }: Directory): Readonly<Record<string, string>> {
  const plain = Object.entries(plainTexts(texts.idp_type ?? ''));
  return Object.fromEntries(plain.filter(([name]) => provisionTexts.includes(name)));
}

function nextValues(numbers: Numbers, directory: Directory, wish: DirectoryWish, path: string): JsonObject {
  const { name, bind_password, ...told } = wish.texts;
  const stops = directory.provisions && told.provision_status === '0';
  const groups = wish.groups ?? (stops ? [] : directory.groups);
  const medias = wish.medias === null ? null : nextMedias(numbers, directory.medias, wish.medias, path);
  return {
    ...directory.texts,
    ...(stops && forgotten(directory)),
    ...told,
    provision_groups: groups,
    provision_media: medias ?? (stops ? [] : directory.medias),
  };
}

function replacement(
  context: Context,
  { extra }: Directory,
  wish: DirectoryWish,
  values: JsonObject,
): readonly Intent[] {
  const { name = extra.name ?? '', bind_password } = wish.texts;
  const keeps = bind_password === undefined || (bind_password === '' && extra.sealed === null);
  const isSame = name === (extra.name ?? '') && isDeepStrictEqual(values, extra.values);
  if (keeps && isSame) return [];
  const sealed = keeps ? extra.sealed : sealSecret(context, extra.id, bind_password);
  const moved = { rev: extra.rev + 1, updatedAt: context.ports.clock(), name: name === '' ? null : name };
  return [{ op: 'replace', before: extra, after: { ...extra, ...moved, values, sealed } }];
}

/** Changes directories, all or none; what is not said of one stays. Answers their ids in the order of the call. */
export async function update({ context }: Call, params: object): Promise<unknown> {
  const heads = readHeads(params);
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const found = heads.map(({ userdirectoryid }) => findDirectory(objects, userdirectoryid) ?? noPermissions());
    const kinds = found.map(({ texts, provisions: before }, index) => {
      const { idp_type = texts.idp_type, provision_status = texts.provision_status } = heads[index] ?? {};
      if (idp_type !== texts.idp_type) badParameter(`/${index + 1}/idp_type`, 'cannot be changed');
      const provisions = provision_status === '1';
      return { type: texts.idp_type ?? '', provisions, begins: provisions && !before };
    });
    const wishes = readUpdates(params, kinds);
    for (const [index, directory] of found.entries()) {
      const { bind_password, ...told } = wishes[index]?.texts ?? {};
      if (bind_password === undefined && goesElsewhere(directory, told)) {
        badParameter(`/${index + 1}`, 'the parameter "bind_password" is missing');
      }
    }
    const numbers = await openNumbers(context);
    const pairs = found.flatMap((directory, index) => {
      const wish = wishes[index];
      if (wish === undefined) return [];
      const values = nextValues(numbers, directory, wish, `/${index + 1}/provision_media`);
      return [{ directory, wish, values }];
    });
    checkNames(
      'User directory',
      extrasOf(objects, 'userdirectory'),
      pairs.flatMap(({ directory: { extra }, wish: { texts } }) =>
        texts.name === undefined || texts.name === (extra.name ?? '') ? [] : [texts.name],
      ),
    );
    checkReferences(objects, wishes);
    const intents = pairs.flatMap(({ directory, wish, values }) => replacement(context, directory, wish, values));
    return { intents, users: [], numbering: numbers.taken(), result: null };
  });
  return { userdirectoryids: heads.map(({ userdirectoryid }) => userdirectoryid) };
}
