// Getting user directories.

import type { Json } from '../../../core/model/json.ts';
import { answer, pick } from '../get/answer.ts';
import { collect } from '../get/collect.ts';
import type { Kind, StrictDescription } from '../get/description.ts';
import { select } from '../get/output.ts';
import type { Select } from '../get/read-select.ts';
import { strictFields } from '../get/strict-fields.ts';
import { strictOptions } from '../get/strict-options.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { object, optional } from '../validate/object.ts';
import { nullable, read } from '../validate/validator.ts';
import { extrasOf, ownValuesOf, textOf } from '../wire/objects.ts';
import { toldFields } from './fields.ts';
import { type Directory, directoryOf, presentGroups } from './read.ts';
import { groupFields, tellGroups } from './tell-groups.ts';

/** The directory as the get method knows one; the password it is asked with is no field. */
const described: StrictDescription = {
  id: 'userdirectoryid',
  fields: {
    userdirectoryid: 'id',
    name: 'text',
    idp_type: 'integer',
    provision_status: 'integer',
    description: 'text',
    ...Object.fromEntries(toldFields.map(([name, isNumber]): [string, Kind] => [name, isNumber ? 'integer' : 'text'])),
  },
  sortable: ['name'],
  filter: ['userdirectoryid', 'provision_status', 'idp_type'],
  search: ['name', 'description'],
};

const mediaFields = ['userdirectory_mediaid', 'mediatypeid', 'name', 'attribute', 'active', 'severity', 'period'];
const mappingFields = ['name', 'roleid', 'user_groups'];

const shape = object({
  userdirectoryids: optional(nullable(ids({ normalise: true, empty: true }))),
  ...strictFields(described),
  selectUsrgrps: optional(select(groupFields, { countable: true })),
  selectProvisionMedia: optional(select(mediaFields, { countable: false })),
  selectProvisionGroups: optional(select(mappingFields, { countable: false })),
});

function groupsUsing({ objects }: Call, number: string, wanted: Select): Json {
  const groups = [...objects.groups.values()];
  const using = groups.filter((group) => textOf(ownValuesOf(group), 'userdirectoryid', '0') === number);
  // The id of a group is told unasked, here and not of MFA methods, as by Zabbix.
  return tellGroups(using, wanted === 'count' ? wanted : [...new Set(['usrgrpid', ...wanted])], 'userdirectoryid');
}

function relatedTo(
  call: Call,
  directory: Directory,
  selects: { readonly [Name in 'groups' | 'medias' | 'mappings']: Select | null },
) {
  const { groups, medias, mappings } = selects;
  return {
    ...(groups !== null && { usrgrps: groupsUsing(call, directory.extra.number, groups) }),
    ...(medias !== null && { provision_media: directory.medias.map((media) => pick(media, [...medias])) }),
    ...(mappings !== null && {
      provision_groups: presentGroups(directory, call.objects).map((mapping) =>
        Object.fromEntries(Object.entries(mapping).filter(([name]) => mappings.includes(name))),
      ),
    }),
  };
}

/** Tells directories, each with the fields of its type, never what it is asked with. */
export async function get(call: Call, params: object): Promise<unknown> {
  const asked = read(shape, params, '/');
  const { userdirectoryids = null, selectUsrgrps, selectProvisionMedia, selectProvisionGroups } = asked;
  const options = strictOptions(described, asked);
  const found = collect<Directory>(described, options);
  for (const extra of extrasOf(call.objects, 'userdirectory')) {
    const directory = directoryOf(extra);
    const row = { userdirectoryid: extra.number, name: extra.name ?? '', ...directory.texts };
    if (userdirectoryids?.includes(extra.number) ?? true) found.add(row, directory);
  }
  const selects = {
    groups: selectUsrgrps ?? null,
    medias: selectProvisionMedia ?? null,
    mappings: selectProvisionGroups ?? null,
  };
  return answer(described, options, found, ({ of }) => relatedTo(call, of, selects));
}
