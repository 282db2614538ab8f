// Deleting MFA methods.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import { type RealmObjects, readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { authentication } from '../defaults/authentication.ts';
import { setDefault } from '../directory/set-default.ts';
import { badInput, noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { valuesOf } from '../settings/values.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { extraOf, ownValuesOf, textOf } from '../wire/objects.ts';

const shape = ids({ unique: true });

/** Refuses the default while logins are to be confirmed, or nobody would have to any more, then what a group refers to. */
function check(objects: RealmObjects, methods: readonly Extra[], isDefault: boolean): void {
  const { mfa_status } = valuesOf(objects, 'authentication', authentication);
  if (isDefault && mfa_status === '1') badInput('Cannot delete default MFA method.');
  for (const group of objects.groups.values()) {
    const mfaid = textOf(ownValuesOf(group), 'mfaid', '0');
    const used = methods.find(({ number }) => number === mfaid);
    if (used === undefined) continue;
    badInput(`Cannot delete MFA method "${used.name ?? ''}", because it is used by user group "${group.name}".`);
  }
}

/** Deletes methods, all or none; without the default there is none until one is named. Answers their ids. */
export async function remove({ context }: Call, params: object): Promise<unknown> {
  const mfaids = read(shape, params, '/');
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const methods = mfaids.map((number) => extraOf(objects, 'mfa', number) ?? noPermissions());
    const isDefault = mfaids.includes(valuesOf(objects, 'authentication', authentication).mfaid ?? '0');
    check(objects, methods, isDefault);
    const removals = methods.map((before): Intent => ({ op: 'remove', before }));
    const defaults = isDefault ? [setDefault(context, objects, { mfaid: '0' })] : [];
    return { intents: [...removals, ...defaults], users: [], numbering: null, result: null };
  });
  return { mfaids };
}
