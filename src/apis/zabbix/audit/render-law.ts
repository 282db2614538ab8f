// The records of a change of the realm's law, as far as it is one of Zabbix' settings.

import type { Change } from '../../../core/model/change.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import { defaultPolicy } from '../../../core/model/realm.ts';
import { checkRulesOf } from '../authentication/password-law.ts';
import type { AuditEntry } from './describe.ts';
import { detailsOf, type Values } from './details.ts';

const ground = { defaults: {}, secrets: [] } as const;

function numberOf(law: JsonObject, name: string): number {
  const value = law[name];
  return typeof value === 'number' ? value : 0;
}

function passwordValues(law: JsonObject): Values {
  const demands = Object.entries(law).filter(([, value]) => typeof value === 'boolean');
  const bits = checkRulesOf({ ...defaultPolicy.password, ...Object.fromEntries(demands) });
  return new Map([
    ['passwd_min_length', String(numberOf(law, 'lengthMin'))],
    ['passwd_check_rules', String(bits)],
  ]);
}

function lockoutValues(law: JsonObject): Values {
  return new Map([
    ['login_attempts', String(numberOf(law, 'pauseAttemptsMax'))],
    ['login_block', `${numberOf(law, 'pauseMs') / 1000}s`],
  ]);
}

function entryOf(
  resource: 'authentication' | 'settings',
  before: Json,
  after: Json,
  valuesOf: (law: JsonObject) => Values,
): readonly AuditEntry[] {
  if (!isJsonObject(before) || !isJsonObject(after)) return [];
  const details = detailsOf(resource, valuesOf(before), valuesOf(after), ground);
  if (Object.keys(details).length === 0) return [];
  return [{ action: 'update', resource, resourceid: '1', resourcename: '', details, person: null }];
}

/** What is asked of passwords is told of `authentication`, how many failed logins there may be of `settings`. */
export function renderLaw({ diff }: Change): readonly AuditEntry[] {
  return diff.flatMap(({ path, before, after }) => {
    if (path === 'policy.password') return entryOf('authentication', before, after, passwordValues);
    return path === 'policy.lockout' ? entryOf('settings', before, after, lockoutValues) : [];
  });
}
