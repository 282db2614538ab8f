// Creating a user: the parameters of a new one.

import type { UserPatch } from '../../core/model/patch.ts';
import type { Call } from './route.ts';
import { commonNames, readCommon } from './user-parameters.ts';
import { Body } from './wire/body.ts';

/** What tells of the caller's caller is taken and means nothing here. */
const callerNames = ['ip_address', 'user_agent', 'signals_id'] as const;

const creationNames: ReadonlySet<string> = new Set([...commonNames, ...callerNames]);

/** WorkOS' OpenAPI file 0.61, `CreateUserlandUserDto`; 2026-08. The address is held, proven or not. */
export function readCreation(call: Call): UserPatch {
  const body = new Body(call.body, creationNames);
  const value = body.requiredText('email');
  const claim = body.flag('email_verified') === true ? 'verified' : 'reserved';
  for (const name of callerNames) body.text(name);
  const patch: UserPatch = {
    ...readCommon(body),
    emails: {
      list: { op: 'replace', items: [{ id: null, value, claim, strategy: 'admin', secondFactor: false }] },
      primary: { op: 'first' },
      linked: 'refuse',
    },
  };
  body.settle();
  return patch;
}
