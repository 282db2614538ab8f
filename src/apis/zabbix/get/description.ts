// What the get methods know of an object: its fields, and what may be asked of them.

/** An object as it is on the wire, before selects; a field that the caller may not see is left out. */
export type Row = Readonly<Record<string, string>>;

/** How a field is compared; a duration is text such as `15m`, told as sent and filtered by its length. */
export type Kind = 'id' | 'integer' | 'text' | 'duration';

/** One object: `fields` in the order in which they are shown, `id` the one among them that names a row. */
export type Description = {
  readonly id: string;
  readonly fields: Readonly<Record<string, Kind>>;
  readonly sortable: readonly string[];
};

/** An object whose get method ignores what it does not know; `secrets` are refused by the words given, as in `user password`. */
export type LooseDescription = Description & { readonly secrets: Readonly<Record<string, string>> };

/** An object whose get method refuses what it does not know; `filter` and `search` are fields that can be asked for. */
export type StrictDescription = Description & {
  readonly filter: readonly string[];
  readonly search: readonly string[];
};

/** The kind of a field, null when there is no such field. */
export function kindOf(object: Description, field: string): Kind | null {
  return Object.hasOwn(object.fields, field) ? (object.fields[field] ?? null) : null;
}
