// Secrets of objects that only this API has: sealed at rest, opened where they are used, told to nobody.

import type { Context } from '../../../core/commands/context.ts';
import type { Extra } from '../../../core/model/extra.ts';

type Place = { readonly ports: Pick<Context['ports'], 'vault'>; readonly realm: Pick<Context['realm'], 'id'> };

const boundTo = ({ realm }: Place, id: string): string => `extra:${realm.id}:${id}`;

/** The secret as it is kept with the object of this id; null: there is none. */
export function sealSecret(place: Place, id: string, secret: string): string | null {
  return secret === '' ? null : place.ports.vault.sealText(secret, boundTo(place, id));
}

/** The secret of an object; empty: it has none. */
export function openSecret(place: Place, { id, sealed }: Pick<Extra, 'id' | 'sealed'>): string {
  return sealed === null ? '' : place.ports.vault.openText(sealed, boundTo(place, id));
}
