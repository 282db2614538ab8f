// Updating media types.

import { isDeepStrictEqual } from 'node:util';
import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { checkNames } from '../check-names.ts';
import { sealSecret } from '../directory/secret.ts';
import { noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { schemesOf, settingsOf } from '../settings/read.ts';
import { extraOf, extrasOf } from '../wire/objects.ts';
import { readUpdates } from './shape.ts';
import { type Next, toNext } from './to-next.ts';

function replacement(context: Context, before: Extra, { name, values, passwd }: Next): readonly Intent[] {
  const keeps = passwd === null || (passwd === '' && before.sealed === null);
  if (keeps && name === before.name && isDeepStrictEqual(values, before.values)) return [];
  const sealed = passwd === null ? before.sealed : sealSecret(context, before.id, passwd);
  const rev = before.rev + 1;
  const after = { ...before, rev, updatedAt: context.ports.clock(), name, values, sealed };
  return [{ op: 'replace', before, after }];
}

/** Changes media types, all or none; what is not said of one stays. Answers their ids in the order of the call. */
export async function update({ context }: Call, params: object): Promise<unknown> {
  const wishes = readUpdates(params);
  const mediatypeids = wishes.map(({ mediatypeid }) => mediatypeid);
  await changeRealmObjects(context, async () => {
    if (new Set(mediatypeids).size < mediatypeids.length) noPermissions();
    const objects = await readRealmObjects(context);
    const found = wishes.map(
      (wish) => [wish, extraOf(objects, 'mediatype', wish.mediatypeid) ?? noPermissions()] as const,
    );
    checkNames(
      'Media type',
      extrasOf(objects, 'mediatype'),
      found.flatMap(([{ name }, before]) => (name === undefined || name === before.name ? [] : [name])),
    );
    const schemes = schemesOf(settingsOf(objects, context.realm.policy));
    const intents = found.flatMap(([wish, before], index) =>
      replacement(context, before, toNext(before, wish, schemes, `/${index + 1}`)),
    );
    return { intents, users: [], numbering: null, result: null };
  });
  return { mediatypeids };
}
