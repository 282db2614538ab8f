// The id of an event: the place of its change in the history, written as a ULID, so that an id is a cursor and finds its change.

import type { Place } from '../model/endpoint.ts';
import { ulidOfUuid, uuidOfUlid } from '../model/id.ts';

/** A part that no change has: a place with it stands behind all parts of its change. */
export const partMax = 0xffff;

/** The place behind everything a change told. */
export function behind(seq: number): Place {
  return { seq, part: partMax };
}

/** True when the event at this place comes after the other place. */
export function isBeyond(place: Place, other: Place): boolean {
  return place.seq > other.seq || (place.seq === other.seq && place.part > other.part);
}

/** Writes the id: 48 bits of milliseconds since 1970, 64 of the change's number, 16 of the part; 26 characters, no prefix. */
export function writeEventId(at: number, { seq, part }: Place): string {
  const hex = [
    at.toString(16).padStart(12, '0'),
    seq.toString(16).padStart(16, '0'),
    part.toString(16).padStart(4, '0'),
  ];
  const [time = '', rest = ''] = [hex[0], `${hex[1]}${hex[2]}`];
  return ulidOfUuid(`${time.slice(0, 8)}-${time.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}`);
}

/** Reads such an id, with any letters and a `_` before it; null for any other text. Does not look anything up. */
export function readEventId(text: string): { readonly at: number; readonly place: Place } | null {
  const ulid = /^(?:[a-z]{1,16}_)?([0-9A-Z]{26})$/.exec(text)?.[1];
  const hex = ulid === undefined ? undefined : uuidOfUlid(ulid)?.replaceAll('-', '');
  if (hex === undefined) return null;
  const seq = Number.parseInt(hex.slice(12, 28), 16);
  if (!Number.isSafeInteger(seq)) return null;
  return { at: Number.parseInt(hex.slice(0, 12), 16), place: { seq, part: Number.parseInt(hex.slice(28), 16) } };
}
