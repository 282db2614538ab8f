// The endpoint of the public keys that session tokens are checked with.

import type { Realm } from '../../core/model/realm.ts';
import type { Signer } from '../api.ts';
import { writeInstanceId } from './wire/ids.ts';

/**
 * Clerk BAPI 2026-05-12, GET /jwks; 2026-08. The key in use is there twice: by the instance's id, as this API's tokens name
 * it, and by its own, as others do.
 */
export async function jwksObject(signer: Signer, realm: Pick<Realm, 'id' | 'instanceId'>): Promise<object> {
  const kid = writeInstanceId(realm.instanceId);
  const { keys } = await signer.jwks(realm.id);
  return { keys: [...keys.slice(0, 1).map((key) => ({ ...key, kid })), ...keys] };
}
