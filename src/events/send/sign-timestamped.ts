// Signs a call in one header that holds the time and the signature: `t=<time><separator>v1=<signature>`.

import { createHmac } from 'node:crypto';

/** How the header looks: its name, and what stands between time and signature. */
export type TimestampedForm = { readonly header: string; readonly separator: string };

/** `secret`: any text, its UTF-8 is the key. `body`: the very text that is sent. `atMs`: since 1970. */
export type TimestampedCall = { readonly secret: string; readonly body: string; readonly atMs: number };

/** The header that proves the call: HMAC-SHA256 in hex over `<time in ms>.<body>`. */
export function signTimestamped(
  form: TimestampedForm,
  { secret, body, atMs }: TimestampedCall,
): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`${atMs}.${body}`, 'utf8').digest('hex');
  return { [form.header]: `t=${atMs}${form.separator}v1=${signature}` };
}
