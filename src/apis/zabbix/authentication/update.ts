// Updating how people are authenticated.

import type { Policy } from '../../../core/model/realm.ts';
import { authentication } from '../defaults/authentication.ts';
import type { Call } from '../method.ts';
import { changeValues } from '../settings/change-values.ts';
import { valuesShape } from '../settings/shape.ts';
import { read } from '../validate/validator.ts';
import { judgeAuthentication } from './judge.ts';
import { withCheckRules } from './password-law.ts';

const shape = valuesShape(authentication, null);

function lawOf(policy: Policy, lengthMin: string | undefined, checkRules: string | undefined): Policy {
  const checked = checkRules === undefined ? policy.password : withCheckRules(policy.password, Number(checkRules));
  return { ...policy, password: lengthMin === undefined ? checked : { ...checked, lengthMin: Number(lengthMin) } };
}

/** Sets some of it, what is asked of passwords by the realm's law, which binds every API; answers the names of what was given. */
export async function update({ context }: Call, params: object): Promise<readonly string[]> {
  const { passwd_min_length, passwd_check_rules, ...values } = read(shape, params, '/');
  await changeValues(context, {
    ...{ type: 'authentication', table: authentication, values },
    law: (policy) => lawOf(policy, passwd_min_length, passwd_check_rules),
    judge: (objects) => judgeAuthentication(objects, values),
  });
  return Object.keys(params);
}
