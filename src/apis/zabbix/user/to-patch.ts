// From a wish to a patch: what Zabbix' fields mean to the core.

import { clear, type Edit, keep, set, type UserPatch, untouched } from '../../../core/model/patch.ts';
import { isSuper } from '../method.ts';
import { groupsAfter } from '../wire/groups.ts';
import { apiName, readRoleId } from '../wire/ids.ts';
import { byDefault, langOf, localeOf } from '../wire/languages.ts';
import { keptOf, type OwnFields } from '../wire/own-fields.ts';
import { writeUsername } from '../wire/user-row.ts';
import { passwordEdit } from './check-passwords.ts';
import { type Bench, changesGroups, changesRole, type Draft } from './draft.ts';
import { type MediaPlan, planMedias } from './medias.ts';

function editText(value: string | undefined): Edit<string> {
  if (value === undefined) return keep;
  return value === '' ? clear : set(value);
}

function editNullable(value: string | null): Edit<string> {
  return value === null ? clear : set(value);
}

function usernameEdit({ wish, user }: Draft): UserPatch['username'] {
  const { username } = wish;
  if (username === undefined || (user !== null && username === writeUsername(user))) return keep;
  return { op: 'set', value: username, form: 'free' };
}

/** A language that is shown already says nothing new: the core may know it better. */
function localeEdit({ wish, user }: Draft): Edit<string> {
  const { lang } = wish;
  if (lang === undefined || lang === langOf(user?.locale ?? null)) return keep;
  return editNullable(localeOf(lang));
}

function timezoneEdit({ wish }: Draft): Edit<string> {
  if (wish.timezone === undefined) return keep;
  return wish.timezone === byDefault ? clear : set(wish.timezone);
}

function roleEdit(bench: Bench, draft: Draft): Edit<string> {
  const { roleid } = draft.wish;
  return roleid === undefined || !changesRole(bench, draft) ? keep : editNullable(readRoleId(roleid));
}

function groupsEdit(bench: Bench, draft: Draft): UserPatch['groups'] {
  const { wish, user } = draft;
  if (wish.usrgrps === undefined || !changesGroups(bench, draft)) return keep;
  const ids = wish.usrgrps.map(({ usrgrpid }) => usrgrpid);
  return set(groupsAfter(bench.objects, user, ids));
}

/** Who is logged in by itself is not logged out by itself, and the other way round: what is sent wins. */
function automatic({ wish }: Draft): Partial<OwnFields> {
  const { autologin, autologout } = wish;
  return {
    ...(autologin !== undefined && { autologin: String(autologin) }),
    ...(autologout !== undefined && { autologout: autologout.text }),
    ...(autologin === 1 && autologout === undefined && { autologout: '0' }),
    ...(autologout !== undefined && autologout.seconds !== 0 && autologin === undefined && { autologin: '0' }),
  };
}

function extrasEdit(draft: Draft, medias: MediaPlan | null): UserPatch['extras'] {
  const { wish } = draft;
  const fields: Partial<OwnFields> = {
    ...(wish.url !== undefined && { url: wish.url }),
    ...automatic(draft),
    ...(wish.refresh !== undefined && { refresh: wish.refresh.text }),
    ...(wish.theme !== undefined && { theme: wish.theme }),
    ...(wish.rows_per_page !== undefined && { rows_per_page: String(wish.rows_per_page) }),
    ...(medias !== null && { medias: medias.medias, mediasMade: medias.mediasMade }),
  };
  return Object.keys(fields).length === 0 ? keep : { op: 'merge', api: apiName, value: keptOf(fields) };
}

function emailsEdit(medias: MediaPlan | null): UserPatch['emails'] {
  const address = medias?.address ?? null;
  if (address === null) return untouched.emails;
  const email = { id: null, value: address, claim: 'unverified', strategy: 'admin', secondFactor: false } as const;
  return {
    list: { op: 'change', add: [email], edit: [], remove: [] },
    primary: { op: 'value', value: address },
    linked: 'refuse',
  };
}

/** The patch that a checked draft comes to; every new password ends all sessions. */
export function patchOf(bench: Bench, draft: Draft): UserPatch {
  const { wish } = draft;
  const medias = planMedias(bench.objects, draft, isSuper(bench.call));
  const renewed = wish.passwd !== undefined;
  return {
    ...untouched,
    username: usernameEdit(draft),
    firstName: editText(wish.name),
    lastName: editText(wish.surname),
    locale: localeEdit(draft),
    timezone: timezoneEdit(draft),
    role: roleEdit(bench, draft),
    groups: groupsEdit(bench, draft),
    emails: emailsEdit(medias),
    extras: extrasEdit(draft, medias),
    password: wish.passwd === undefined ? keep : passwordEdit(bench, wish.passwd),
    sessions: renewed ? 'end-all' : 'keep',
  };
}
