// The check: what directories cannot refer to.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { badInput, badParameter } from '../fault.ts';
import { readRoleId } from '../wire/ids.ts';
import { extraOf, extrasOf } from '../wire/objects.ts';
import { saml } from './fields.ts';
import { directoryOf } from './read.ts';
import type { DirectoryWish, GroupMapping } from './shape.ts';

type Wish = Pick<DirectoryWish, 'groups' | 'medias'>;

function eachMapping(wishes: readonly Wish[], check: (mapping: GroupMapping, path: string) => void): void {
  for (const [index, { groups }] of wishes.entries()) {
    for (const [place, mapping] of (groups ?? []).entries())
      check(mapping, `/${index + 1}/provision_groups/${place + 1}`);
  }
}

/** Refuses roles, then groups, then media types that there are not. */
export function checkReferences(objects: RealmObjects, wishes: readonly Wish[]): void {
  eachMapping(wishes, ({ roleid }, path) => {
    if (!objects.roles.has(readRoleId(roleid) ?? '')) badParameter(`${path}/roleid`, 'object does not exist');
  });
  eachMapping(wishes, ({ user_groups }, path) => {
    for (const [place, { usrgrpid }] of user_groups.entries()) {
      if (!objects.groups.has(usrgrpid)) badParameter(`${path}/user_groups/${place + 1}`, 'object does not exist');
    }
  });
  for (const [index, { medias }] of wishes.entries()) {
    for (const [place, { mediatypeid }] of (medias ?? []).entries()) {
      if (mediatypeid === undefined || extraOf(objects, 'mediatype', mediatypeid) !== null) continue;
      badParameter(`/${index + 1}/provision_media/${place + 1}/mediatypeid`, 'object does not exist');
    }
  }
}

/** Refuses a second directory of SAML. */
export function checkSaml(objects: Pick<RealmObjects, 'extras'>, wishes: readonly DirectoryWish[]): void {
  const wanted = wishes.filter(({ texts }) => texts.idp_type === saml).length;
  const present = extrasOf(objects, 'userdirectory')
    .map(directoryOf)
    .filter(({ isLdap }) => !isLdap).length;
  if (wanted > 0 && wanted + present > 1) badInput(`Only one user directory of type "${saml}" can exist.`);
}
