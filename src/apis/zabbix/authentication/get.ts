// Getting how people are authenticated.

import type { Json } from '../../../core/model/json.ts';
import { authentication } from '../defaults/authentication.ts';
import { pick } from '../get/answer.ts';
import { readOutput } from '../get/output.ts';
import type { Call } from '../method.ts';
import { authenticationOf } from './read.ts';

const names = [...authentication.keys()];

/** Tells how people are authenticated, all of it or what is asked for. */
export async function get({ objects, realm }: Call, params: object): Promise<Json> {
  const output = readOutput(names, params);
  return pick(authenticationOf(objects, realm.policy), output);
}
