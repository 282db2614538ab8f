// Updating the settings.

import type { Policy } from '../../../core/model/realm.ts';
import { settings } from '../defaults/settings.ts';
import type { Call } from '../method.ts';
import { read } from '../validate/validator.ts';
import { secondsOf } from '../wire/objects.ts';
import { changeValues } from './change-values.ts';
import { judgeSettings } from './judge.ts';
import { schemesOf, settingsOf } from './read.ts';
import { valuesShape } from './shape.ts';
import type { Values } from './values.ts';

/** A provider brings these of its own. */
const ownMap = { geomaps_tile_url: '', geomaps_max_zoom: '0', geomaps_attribution: '' };

function lawOf(policy: Policy, attempts: string | undefined, block: string | undefined): Policy {
  const lockout = {
    ...policy.lockout,
    ...(attempts !== undefined && { pauseAttemptsMax: Number(attempts) }),
    ...(block !== undefined && { pauseMs: secondsOf(block) * 1000 }),
  };
  return { ...policy, lockout };
}

/** Sets some settings, how many attempts at signing in block whom and for how long by the realm's law; answers their names. */
export async function update({ context, objects, realm }: Call, params: object): Promise<readonly string[]> {
  const schemes = schemesOf(settingsOf(objects, realm.policy));
  const wish = read(valuesShape(settings, schemes), params, '/');
  const implied: Values = (wish.geomaps_tile_provider ?? '') === '' ? {} : ownMap;
  const { login_attempts, ...values }: Values = { ...wish, ...implied };
  await changeValues(context, {
    ...{ type: 'settings', table: settings, values },
    law: (policy) => lawOf(policy, login_attempts, wish.login_block),
    judge: (now) => judgeSettings(now, values),
  });
  return [...new Set([...Object.keys(params), ...Object.keys(implied)])];
}
