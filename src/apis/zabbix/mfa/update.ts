// Updating MFA methods.

import { isDeepStrictEqual } from 'node:util';
import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { checkNames } from '../check-names.ts';
import { sealSecret } from '../directory/secret.ts';
import { badParameter, noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { extraOf, extrasOf, textOf } from '../wire/objects.ts';
import { duo, type MfaWish, plainMfa, readHeads, readUpdates, totp } from './shape.ts';

const typeOf = ({ values }: Extra): string => textOf(values, 'type', totp);

/** Refuses to make a method one of Duo without saying how Duo is reached: there is nothing kept of it yet. */
function checkComplete(before: Extra, type: string, wish: MfaWish, path: string): void {
  if (type !== duo || typeOf(before) === duo) return;
  for (const name of ['api_hostname', 'clientid', 'client_secret']) {
    if (!Object.hasOwn(wish, name)) badParameter(`${path}/${name}`, 'cannot be empty');
  }
}

function replacement(context: Context, before: Extra, type: string, wish: MfaWish): readonly Intent[] {
  const { name = before.name, client_secret, ...told } = wish;
  const { hash_function, code_length, ...ofDuo } = plainMfa;
  const foreign = type === duo ? { hash_function, code_length } : ofDuo;
  const values = { ...before.values, type, ...told, ...foreign };
  const secret = type === duo ? client_secret : '';
  const keeps = secret === undefined || (secret === '' && before.sealed === null);
  if (keeps && name === before.name && isDeepStrictEqual(values, before.values)) return [];
  const sealed = keeps ? before.sealed : sealSecret(context, before.id, secret);
  const after = { ...before, rev: before.rev + 1, updatedAt: context.ports.clock(), name, values, sealed };
  return [{ op: 'replace', before, after }];
}

/** Changes methods, all or none; what is not said of one stays. Answers their ids in the order of the call. */
export async function update({ context }: Call, params: object): Promise<unknown> {
  const heads = readHeads(params);
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const found = heads.map(({ mfaid }) => extraOf(objects, 'mfa', mfaid) ?? noPermissions());
    const types = found.map((before, index) => heads[index]?.type ?? typeOf(before));
    const wishes = readUpdates(params, types);
    const changes = found.map((before, index) => {
      return { before, type: types[index] ?? totp, wish: wishes[index] ?? {}, path: `/${index + 1}` };
    });
    for (const { before, type, wish, path } of changes) checkComplete(before, type, wish, path);
    checkNames(
      'MFA method',
      extrasOf(objects, 'mfa'),
      changes.flatMap(({ before, wish: { name } }) => (name === undefined || name === before.name ? [] : [name])),
    );
    const intents = changes.flatMap(({ before, type, wish }) => replacement(context, before, type, wish));
    return { intents, users: [], numbering: null, result: null };
  });
  return { mfaids: heads.map(({ mfaid }) => mfaid) };
}
