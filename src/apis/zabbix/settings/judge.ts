// Judging settings: what they refer to must be there, and some must fit together.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { settings } from '../defaults/settings.ts';
import { badInput } from '../fault.ts';
import { longSecondsOf } from './duration.ts';
import { type Values, valuesOf } from './values.ts';

function judgePeriods(wish: Values, { period_default, max_period }: Values): void {
  if (!Object.hasOwn(wish, 'period_default') && !Object.hasOwn(wish, 'max_period')) return;
  if (longSecondsOf(period_default ?? '') <= longSecondsOf(max_period ?? '')) return;
  if (Object.hasOwn(wish, 'period_default')) {
    badInput('Incorrect value for field "period_default": time filter default period exceeds the max period.');
  }
  badInput('Incorrect value for field "max_period": max period is less than time filter default period.');
}

/** Refuses what cannot be set with these objects (Zabbix 7.0, `CSettings::validateUpdate`; 2026-11). @fails -32602. */
export function judgeSettings(objects: RealmObjects, wish: Values): void {
  const before = valuesOf(objects, 'settings', settings);
  const { discovery_groupid = before.discovery_groupid, alert_usrgrpid = '0' } = wish;
  // There are no host groups here but the one that discovered hosts would go to.
  if (discovery_groupid !== before.discovery_groupid) {
    badInput(`Host group with ID "${discovery_groupid}" is not available.`);
  }
  if (alert_usrgrpid !== '0' && !objects.groups.has(alert_usrgrpid)) {
    badInput(`User group with ID "${alert_usrgrpid}" is not available.`);
  }
  judgePeriods(wish, { ...before, ...wish });
}
