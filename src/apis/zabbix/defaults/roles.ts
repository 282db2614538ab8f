// The roles of a fresh server.

import type { JsonObject } from '../../../core/model/json.ts';
import type { Rank } from '../role/rules/rank.ts';

/** A role as it is laid down: `rules` are the exceptions that `role/rules/stored.ts` reads. */
export interface FreshRole {
  readonly roleid: string;
  readonly name: string;
  readonly type: Rank;
  readonly readonly: boolean;
  readonly rules: JsonObject;
}

/** Zabbix 7.0.22 as installed; 2026-08. */
export const freshRoles: readonly FreshRole[] = [
  { roleid: '1', name: 'User role', type: 1, readonly: false, rules: {} },
  { roleid: '2', name: 'Admin role', type: 2, readonly: false, rules: { 'services.write.mode': 1 } },
  { roleid: '3', name: 'Super admin role', type: 3, readonly: true, rules: { 'services.write.mode': 1 } },
  {
    roleid: '4',
    name: 'Guest role',
    type: 1,
    readonly: false,
    rules: { 'api.access': 0, 'actions.default_access': 0 },
  },
];
