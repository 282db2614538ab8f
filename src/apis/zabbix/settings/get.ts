// Getting the settings.

import type { Json } from '../../../core/model/json.ts';
import { settings } from '../defaults/settings.ts';
import { pick } from '../get/answer.ts';
import { readOutput } from '../get/output.ts';
import type { Call } from '../method.ts';
import { settingsOf } from './read.ts';

const names = [...settings.keys()];

/** Tells the settings, all or those that are asked for. */
export async function get({ objects, realm }: Call, params: object): Promise<Json> {
  const output = readOutput(names, params);
  return pick(settingsOf(objects, realm.policy), output);
}
