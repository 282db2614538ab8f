// The media of a user: where notices about things go, as Zabbix shows them.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import type { User } from '../../../core/model/user.ts';
import { extrasOf, textOf } from './objects.ts';
import { type KeptMedia, ownFieldsOf, plainMedia } from './own-fields.ts';
import { primaryAddressOf } from './user-row.ts';

/** Media numbers of one user begin with their serial, so that they are nobody else's. */
const mediasPerUser = 1_000_000;

/** The id on the wire of a user's media; the index 0 has the one that shows the primary address by itself. */
export function mediaIdOf(serial: number, index: number): string {
  return String(BigInt(serial) * BigInt(mediasPerUser) + BigInt(index));
}

/** The serial of the user whose media has this id. */
export function serialOfMediaId(id: string): number {
  return Number(BigInt(id) / BigInt(mediasPerUser));
}

/**
 * All media of a user, with those of email as they are kept. Where none were ever set, there is one with the primary address, if there is
 * an address and (`emailTypeId` not null) a media type of email to show it by.
 */
export function keptMediasOf(user: User, emailTypeId: string | null): readonly KeptMedia[] {
  const { medias } = ownFieldsOf(user);
  if (medias !== null) return medias;
  if (emailTypeId === null || primaryAddressOf(user) === null) return [];
  return [{ ...plainMedia, index: 0, mediatypeid: emailTypeId, sendto: [null] }];
}

/** The addresses of a media, with the primary one in its place; one that is no more is left out. */
export function addressesOf(user: User, { sendto }: Pick<KeptMedia, 'sendto'>): readonly string[] {
  const primary = primaryAddressOf(user);
  return sendto.flatMap((one) => one ?? primary ?? []);
}

/** The media type that the primary address is shown by: the first of email; null: there is none. */
export function emailTypeIdOf(objects: Pick<RealmObjects, 'extras'>): string | null {
  return extrasOf(objects, 'mediatype').find(isEmailType)?.number ?? null;
}

/** True for a media type whose media are email addresses. */
export function isEmailType({ values }: Pick<Extra, 'values'>): boolean {
  return textOf(values, 'type', '') === '0';
}
