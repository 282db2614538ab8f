// Secrets of objects that only this API has: sealed at rest, opened where they are used, told to nobody.

import type { Context } from '../../../core/commands/context.ts';
import type { Extra } from '../../../core/model/extra.ts';

/** Where the password for searches goes: whoever may say so anew must know it. */
const whereabouts = ['host', 'port', 'bind_dn', 'start_tls'] as const;

type Texts = Readonly<Record<string, string>>;

/** True when a password is kept that would go elsewhere than it was given for. */
export function goesElsewhere(
  { extra, texts }: { readonly extra: Pick<Extra, 'sealed'>; readonly texts: Texts },
  told: Texts,
): boolean {
  return extra.sealed !== null && whereabouts.some((name) => told[name] !== undefined && told[name] !== texts[name]);
}

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
