// Setting what is the default among directories and among MFA methods.

import type { Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { authentication } from '../defaults/authentication.ts';
import { newObject } from '../furnish.ts';
import { onlyNumber, type Values } from '../settings/values.ts';
import { apiName } from '../wire/ids.ts';
import { extraId, extraOf } from '../wire/objects.ts';

/** What makes these the values of the authentication object, of which what a fresh server has is not kept. */
export function setDefault(context: Context, objects: Pick<RealmObjects, 'extras'>, values: Values): Intent {
  const before = extraOf(objects, 'authentication', onlyNumber);
  const kept = Object.fromEntries(
    Object.entries({ ...before?.values, ...values }).filter(
      ([name, value]) => value !== authentication.get(name)?.value,
    ),
  );
  if (before !== null) {
    const after = { ...before, rev: before.rev + 1, updatedAt: context.ports.clock(), values: kept };
    return { op: 'replace', before, after };
  }
  const own = { kind: 'extra', api: apiName, type: 'authentication', number: onlyNumber, name: null } as const;
  const base = { ...newObject(context, extraId('authentication', onlyNumber)), subject: `${apiName}/authentication` };
  return { op: 'create', document: { ...base, ...own, values: kept } };
}
