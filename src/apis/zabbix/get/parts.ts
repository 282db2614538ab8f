// JSON values as PHP sees them: lists and objects are the same kind of thing, and a scalar may stand for a list of one.

/** The members of a list or object by their keys, none of anything else. */
export function partsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

/** Whether the value is a list or an object. */
export function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The values in a list or object; one of a scalar, none of null and of what was not sent. */
export function valuesOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return typeof value === 'object' ? Object.values(value) : [value];
}

/** The text of a string or number, null of anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

/** Whether PHP takes the value for true. */
export function isTruthy(value: unknown): boolean {
  if (isContainer(value)) return valuesOf(value).length > 0;
  return Boolean(value) && value !== '0';
}
