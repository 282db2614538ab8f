// The records of what became of groups, roles, tokens and what only this API knows.

import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import { ranks } from '../caller.ts';
import { authentication } from '../defaults/authentication.ts';
import type { Property } from '../defaults/bounds.ts';
import { plainMediaType } from '../defaults/media-types.ts';
import { settings } from '../defaults/settings.ts';
import { ldap, plainTexts, saml } from '../directory/fields.ts';
import { duo, plainMfa } from '../mfa/shape.ts';
import { signIns } from '../wire/groups.ts';
import { apiName, writeRoleId } from '../wire/ids.ts';
import { textOf } from '../wire/objects.ts';
import type { AuditEntry } from './describe.ts';
import { detailsOf, type Ground, noValues, type Values } from './details.ts';
import { flatten } from './flatten.ts';

/** A document before and after, as the history shows it. */
export type Sides = { readonly before: JsonObject | null; readonly after: JsonObject | null };

type Verb = 'add' | 'update' | 'delete';
type Userid = (id: string) => Promise<string>;

function verbOf({ before, after }: Sides): Verb {
  return before === null ? 'add' : after === null ? 'delete' : 'update';
}

function ownOf(document: JsonObject): JsonObject {
  const { extras } = document;
  const own = isJsonObject(extras) ? extras[apiName] : null;
  return isJsonObject(own) ? own : {};
}

function entry(
  resource: AuditEntry['resource'],
  sides: Sides,
  resourceid: string,
  details: object | null,
): readonly AuditEntry[] {
  const action = verbOf(sides);
  if (action === 'update' && Object.keys(details ?? {}).length === 0) return [];
  const resourcename = textOf(sides.before ?? sides.after ?? {}, 'name', '');
  return [{ action, resource, resourceid, resourcename, details, person: null }];
}

function told(name: string, sides: Sides, valuesOf: (document: JsonObject) => Values, ground: Ground): object | null {
  if (sides.after === null) return null;
  return detailsOf(name, sides.before === null ? noValues : valuesOf(sides.before), valuesOf(sides.after), ground);
}

function idOf({ before, after }: Sides): string {
  return textOf(before ?? after ?? {}, 'id', '0');
}

const knownSignIns: readonly Json[] = signIns;
const knownRanks: readonly Json[] = ranks;

const groupGround: Ground = {
  defaults: { gui_access: '0', users_status: '0', debug_mode: '0', userdirectoryid: '0', mfa_status: '0', mfaid: '0' },
  secrets: [],
};

function groupValues(group: JsonObject): Values {
  return new Map([
    ['usrgrpid', textOf(group, 'id', '0')],
    ['name', textOf(group, 'name', '')],
    ['gui_access', String(knownSignIns.indexOf(group.signIn ?? null))],
    ['users_status', group.active === false ? '1' : '0'],
    ...flatten(ownOf(group)),
  ]);
}

/** Of a user group. */
export function renderGroup(sides: Sides): readonly AuditEntry[] {
  return entry('usergroup', sides, idOf(sides), told('usergroup', sides, groupValues, groupGround));
}

/** Of a role: rules are not told of, nor anything of one that came. */
export function renderRole(sides: Sides): readonly AuditEntry[] {
  const valuesOf = (role: JsonObject): Values =>
    new Map([
      ['name', textOf(role, 'name', '')],
      ['type', String(knownRanks.indexOf(role.rank ?? null) + 1)],
    ]);
  const details = sides.before === null ? null : told('role', sides, valuesOf, { defaults: {}, secrets: [] });
  return entry('role', sides, writeRoleId(idOf(sides)), details);
}

const tokenGround: Ground = { defaults: { description: '', status: '0', expires_at: '0' }, secrets: ['token'] };

function tokenValues(token: JsonObject, userid: string): Values {
  const { expireAt } = token;
  return new Map([
    ['tokenid', textOf(token, 'id', '0')],
    ['name', textOf(token, 'name', '')],
    ['description', textOf(token, 'description', '')],
    ['userid', userid],
    ['status', token.active === false ? '1' : '0'],
    ['expires_at', String(typeof expireAt === 'number' ? Math.floor(expireAt / 1000) : 0)],
  ]);
}

/** Of an API token. What changed nothing that can be seen has made a secret. */
export async function renderToken(sides: Sides, useridOf: Userid): Promise<readonly AuditEntry[]> {
  const userid = await useridOf(textOf(sides.before ?? sides.after ?? {}, 'userId', ''));
  const details = told('token', sides, (token) => tokenValues(token, userid), tokenGround);
  const hidden = verbOf(sides) === 'update' && Object.keys(details ?? {}).length === 0;
  return entry('token', sides, idOf(sides), hidden ? maskedUpdate('token.token') : details);
}

function maskedUpdate(path: string): object {
  return { [path]: ['update', '******', '******'] };
}

function textsOf(table: ReadonlyMap<string, Property>): Readonly<Record<string, string>> {
  return Object.fromEntries([...table].map(([name, { value }]) => [name, value]));
}

const { parameters: _parameters, ...plainMediaTexts } = plainMediaType;

const { idp_type: _ldap, ...plainDirectory } = { ...plainTexts(saml), ...plainTexts(ldap) };

/** Of each type the values that one has unasked, and its secret. */
const grounds = {
  mediatype: { defaults: { ...plainMediaTexts, content_type: '1' }, secret: 'passwd' },
  userdirectory: { defaults: plainDirectory, secret: 'bind_password' },
  mfa: { defaults: plainMfa, secret: 'client_secret' },
  authentication: { defaults: textsOf(authentication), secret: null },
  settings: { defaults: textsOf(settings), secret: null },
} as const;

function isType(type: string): type is keyof typeof grounds {
  return Object.hasOwn(grounds, type);
}

/** Of an object that only this API knows; of the settings and of how people are authenticated there is always one. */
export function renderExtra(sides: Sides): readonly AuditEntry[] {
  const document = sides.before ?? sides.after ?? {};
  const type = textOf(document, 'type', '');
  if (document.api !== apiName || !isType(type)) return [];
  const { defaults, secret } = grounds[type];
  const number = textOf(document, 'number', '0');
  const isOnly = type === 'authentication' || type === 'settings';
  const valuesOf = (extra: JsonObject): Values => {
    const values = flatten(isJsonObject(extra.values) ? extra.values : {});
    if (isOnly) return new Map([...Object.entries(defaults), ...values]);
    const hasSecret = type === 'mfa' && values.get('type') === duo;
    const masked: [string, string][] = hasSecret ? [['client_secret', '']] : [];
    return new Map([[`${type}id`, number], ['name', textOf(extra, 'name', '')], ...values, ...masked]);
  };
  const ground: Ground = { defaults, secrets: secret === null ? [] : [secret] };
  const seen = isOnly ? { before: sides.before ?? { values: {} }, after: sides.after } : sides;
  const details = told(type, seen, valuesOf, ground);
  const hidden = verbOf(seen) === 'update' && secret !== null && Object.keys(details ?? {}).length === 0;
  return entry(type, seen, number, hidden ? maskedUpdate(`${type}.${secret}`) : details);
}
