// Times on the wire: RFC 3339 in UTC to the millisecond.

const pattern = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Writes a time. */
export function writeTime(at: number): string {
  return new Date(at).toISOString();
}

/** Writes a time that may be absent. */
export function writeTimeOrNull(at: number | null): string | null {
  return at === null ? null : writeTime(at);
}

/** Reads a time with its zone; what is finer than a millisecond is dropped. Null when it is none. */
export function readTime(text: string): number | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const [, , , , , , , fraction = '', sign, zoneHour = '0', zoneMinute = '0'] = match;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return null;
  const written = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`;
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  date.setUTCHours(hour ?? 0, minute, second, milliseconds);
  if (date.toISOString().slice(0, 19) !== written) return null;
  return date.getTime() + (sign === '-' ? zone : -zone);
}
