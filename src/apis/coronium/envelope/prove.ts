// Proving a request: that it was signed with a key of this server.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AppKey } from '../../../core/commands/app-keys.ts';
import { fail } from '../fault.ts';
import type { Request } from './request.ts';

/** Who signed a request. `isOurs`: over all of it, so that nothing of it can be another's. */
export type Proof = { readonly keyId: string; readonly isOurs: boolean };

const ours = 'muster-1 ';

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What our own client signs with the key itself. */
function ourProof({ secret }: AppKey, request: Request): string {
  const { project, action, scope, time, idempotencyKey, sessionToken, body } = request;
  const head = ['muster-1', project, action, scope, time, idempotencyKey, sessionToken, ''].join('\n');
  return `${ours}${createHmac('sha256', secret).update(head).update(body).digest('base64')}`;
}

/** What the original plugin 2.6.5 signs with a text of its own: the key and the head of the request, in small letters. */
function pluginProof({ secret }: AppKey, { project, action, time }: Request, pluginKey: string): string {
  const message = `${secret}:${project}${action}${time}`.toLowerCase(); // not a key: the plugin signs small letters
  return createHmac('sha1', pluginKey).update(message).digest('base64');
}

/**
 * Who signed the request, compared in constant time with what each key would have signed. `pluginKey` null: requests of the original plugin
 * cannot be checked here. Throws Fault 810.
 */
export function prove(request: Request, keys: readonly AppKey[], pluginKey: string | null): Proof {
  const isOurs = request.proof.startsWith(ours);
  if (!isOurs && pluginKey === null) {
    return fail(810, 'This server was not told what the Coronium plugin signs with: see `muster coronium plugin-key`.');
  }
  let signer: AppKey | null = null;
  for (const key of keys) {
    const proof = isOurs ? ourProof(key, request) : pluginProof(key, request, pluginKey ?? '');
    if (isSame(proof, request.proof)) signer = key;
  }
  return signer === null
    ? fail(810, 'The request is not signed with a key of this server.')
    : { keyId: signer.id, isOurs };
}
