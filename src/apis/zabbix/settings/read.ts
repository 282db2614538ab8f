// The settings as they are: the law of the realm where it has a say, what was set, and what a fresh server has.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Policy } from '../../../core/model/realm.ts';
import { settings } from '../defaults/settings.ts';
import { secondsOf, textOf } from '../wire/objects.ts';
import { type Values, valuesOf } from './values.ts';

/** Every setting as a text of the wire. `login_attempts` and `login_block` are the law's, the latter spelt as it was set. */
export function settingsOf(objects: Pick<RealmObjects, 'extras'>, policy: Policy): Values {
  const values = valuesOf(objects, 'settings', settings);
  const { pauseAttemptsMax, pauseMs } = policy.lockout;
  const spelt = textOf(values, 'login_block', '');
  const login_block = secondsOf(spelt) * 1000 === pauseMs ? spelt : `${pauseMs / 1000}s`;
  return { ...values, login_attempts: String(pauseAttemptsMax), login_block };
}

/** The schemes that URLs may have, with commas between them; null: any. */
export function schemesOf(values: Values): string | null {
  return values.validate_uri_schemes === '0' ? null : (values.uri_valid_schemes ?? '');
}
