// Signs a call as Standard Webhooks has it: three headers for id, time and signature.

import { createHmac } from 'node:crypto';

/**
 * `secret`: `whsec_` and the key in base64. `id`: the same at each attempt, so that the receiver can tell a repetition.
 * `body`: the very text that is sent. `atMs`: of this attempt, since 1970.
 */
export type StandardCall = {
  readonly secret: string;
  readonly id: string;
  readonly body: string;
  readonly atMs: number;
};

const secretForm = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

/**
 * The headers that prove the call: HMAC-SHA256 in base64 over `<id>.<time in seconds>.<body>`. `prefix` begins their names:
 * `webhook` is the standard's, older receivers know another. Throws on a secret of another form, without repeating it
 * (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, 2026-11).
 */
export function signStandard(prefix: string, { secret, id, body, atMs }: StandardCall): Record<string, string> {
  const key = secretForm.exec(secret)?.[1] ?? '';
  if (key === '') throw new Error('A signing secret must be whsec_ and base64.');
  const time = Math.floor(atMs / 1000);
  const signature = createHmac('sha256', Buffer.from(key, 'base64'))
    .update(`${id}.${time}.${body}`, 'utf8')
    .digest('base64');
  return { [`${prefix}-id`]: id, [`${prefix}-timestamp`]: String(time), [`${prefix}-signature`]: `v1,${signature}` };
}
