// The objects of a realm in Zabbix' terms: groups, roles and what only this API knows, found by type and number.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { isJsonObject, type JsonObject } from '../../../core/model/json.ts';
import type { User } from '../../../core/model/user.ts';
import { secondsPer } from '../validate/time-unit.ts';
import { apiName } from './ids.ts';

/** The types of objects that only this API has. There is one of `authentication` and one of `settings`, with the number 1. */
export type ExtraType = 'mediatype' | 'userdirectory' | 'mfa' | 'authentication' | 'settings';

/** The id under which the core keeps such an object. */
export function extraId(type: ExtraType, number: string): string {
  return `${apiName}/${type}/${number}`;
}

/** All objects of a type, in the order in which they were made. */
export function extrasOf({ extras }: Pick<RealmObjects, 'extras'>, type: ExtraType): readonly Extra[] {
  return extras.filter((extra) => extra.api === apiName && extra.type === type);
}

/** The object with this number; null: there is none. */
export function extraOf(objects: Pick<RealmObjects, 'extras'>, type: ExtraType, number: string): Extra | null {
  return extrasOf(objects, type).find((extra) => extra.number === number) ?? null;
}

/** A text among kept values; `otherwise` where there is none. */
export function textOf(values: JsonObject, name: string, otherwise: string): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return typeof value === 'string' ? value : otherwise;
}

/** What this API keeps with a group or a role. */
export function ownValuesOf({ extras }: { readonly extras: User['extras'] }): JsonObject {
  const values = Object.hasOwn(extras, apiName) ? extras[apiName] : undefined;
  return isJsonObject(values) ? values : {};
}

/** How many seconds a duration of Zabbix has: `90`, `15m`, `1h`. What is none has 0. */
export function secondsOf(duration: string): number {
  const [, digits, unit = ''] = /^(\d+)([smhdw]?)$/.exec(duration) ?? [];
  return digits === undefined ? 0 : Number(digits) * (secondsPer.get(unit) ?? 1);
}
