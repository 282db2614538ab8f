// How people are authenticated as it is: the law of the realm where it has a say, what was set, and what a fresh server has.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Policy } from '../../../core/model/realm.ts';
import { authentication } from '../defaults/authentication.ts';
import { type Values, valuesOf } from '../settings/values.ts';
import { checkRulesOf } from './password-law.ts';

/** Every property as a text of the wire; what is asked of passwords is the law's. */
export function authenticationOf(objects: Pick<RealmObjects, 'extras'>, { password }: Policy): Values {
  return {
    ...valuesOf(objects, 'authentication', authentication),
    passwd_min_length: String(password.lengthMin),
    passwd_check_rules: String(checkRulesOf(password)),
  };
}
