// Getting MFA methods.

import type { Group } from '../../../core/model/group.ts';
import { authenticationOf } from '../authentication/read.ts';
import { groupFields, tellGroups } from '../directory/tell-groups.ts';
import { answer } from '../get/answer.ts';
import { collect } from '../get/collect.ts';
import type { StrictDescription } from '../get/description.ts';
import { select } from '../get/output.ts';
import { strictFields } from '../get/strict-fields.ts';
import { strictOptions } from '../get/strict-options.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { object, optional } from '../validate/object.ts';
import { nullable, read } from '../validate/validator.ts';
import { extrasOf, ownValuesOf, textOf } from '../wire/objects.ts';
import { plainMfa, totp } from './shape.ts';

/** The method as it is told; Duo's secret is no field. */
const described: StrictDescription = {
  id: 'mfaid',
  fields: {
    mfaid: 'id',
    type: 'integer',
    name: 'text',
    hash_function: 'integer',
    code_length: 'integer',
    api_hostname: 'text',
    clientid: 'text',
  },
  sortable: ['name'],
  filter: ['mfaid', 'type'],
  search: ['name'],
};

const shape = object({
  mfaids: optional(nullable(ids({ normalise: true, empty: true }))),
  ...strictFields(described),
  selectUsrgrps: optional(
    select(
      groupFields.filter((name) => name !== 'mfaid'),
      { countable: true },
    ),
  ),
});

/** The groups whose members confirm a login by the method: those that name it, and for the default those that ask for any. */
function groupsUsing({ objects, realm }: Call, number: string): readonly Group[] {
  const isDefault = authenticationOf(objects, realm.policy).mfaid === number;
  return [...objects.groups.values()].filter((group) => {
    const own = ownValuesOf(group);
    const mfaid = textOf(own, 'mfaid', '0');
    return mfaid === number || (isDefault && mfaid === '0' && textOf(own, 'mfa_status', '0') === '1');
  });
}

/** Tells MFA methods, never Duo's secret. */
export async function get(call: Call, params: object): Promise<unknown> {
  const asked = read(shape, params, '/');
  const { mfaids = null, selectUsrgrps: wanted = null } = asked;
  const options = strictOptions(described, asked);
  const found = collect<string>(described, options);
  for (const { number, name, values } of extrasOf(call.objects, 'mfa')) {
    const told = Object.entries(plainMfa).map(([field, plain]) => [field, textOf(values, field, plain)]);
    const row = { mfaid: number, type: textOf(values, 'type', totp), name: name ?? '', ...Object.fromEntries(told) };
    if (mfaids?.includes(number) ?? true) found.add(row, number);
  }
  return answer(described, options, found, ({ of }) =>
    wanted === null ? {} : { usrgrps: tellGroups(groupsUsing(call, of), wanted, 'mfaid') },
  );
}
