// The object validator: members by name, none but the declared ones.

import { badParameter } from '../fault.ts';
import { below, membersOf, type Validator } from './validator.ts';

/** A member that has to be there. */
export type RequiredField<T> = { readonly presence: 'required'; readonly validator: Validator<T> };

/** A member that may be absent; it is then absent in what is read. */
export type OptionalField<T> = { readonly presence: 'optional'; readonly validator: Validator<T> };

/** A member that is known and out of place here; it is refused when its turn among the fields comes. */
export type UnexpectedField = { readonly presence: 'unexpected' };

/** The members of an object; they are judged in this order. */
export type Fields = Readonly<Record<string, RequiredField<unknown> | OptionalField<unknown> | UnexpectedField>>;

/** What an object of these fields is read as. */
export type ObjectOf<Own extends Fields> = {
  readonly [Name in keyof Own as Own[Name] extends RequiredField<unknown> ? Name : never]: FieldValue<Own[Name]>;
} & {
  readonly [Name in keyof Own as Own[Name] extends OptionalField<unknown> ? Name : never]?: FieldValue<Own[Name]>;
};

type FieldValue<Field> = Field extends { readonly validator: Validator<infer T> } ? T : never;

/** What may be said of an object besides its fields. */
export type ObjectOptions = {
  /** Whether members that are not declared are passed over instead of refused. */
  readonly open?: boolean;
};

/** Declares a member that has to be there. */
export function required<T>(validator: Validator<T>): RequiredField<T> {
  return { presence: 'required', validator };
}

/** Declares a member that may be absent. */
export function optional<T>(validator: Validator<T>): OptionalField<T> {
  return { presence: 'optional', validator };
}

/** Declares a member that is refused here, after the fields before it have been judged. */
export function unexpected(): UnexpectedField {
  return { presence: 'unexpected' };
}

function refuseUndeclared(names: Iterable<string>, fields: Fields, path: string): void {
  for (const name of names) {
    if (Object.keys(fields).length === 0) badParameter(path, 'should be empty');
    if (!Object.hasOwn(fields, name)) badParameter(path, `unexpected parameter "${name}"`);
  }
}

/**
 * Reads an object; an array counts as one with the members `0`, `1`, …. Refuses undeclared members first, in the sender's
 * order, then goes through the fields in theirs. `object({})` takes only what is empty.
 */
export function object<Own extends Fields>(fields: Own, options?: ObjectOptions): Validator<ObjectOf<Own>>;
export function object(fields: Fields, { open = false }: ObjectOptions = {}): Validator<object> {
  const declared = Object.entries(fields);
  return (value, path, later) => {
    const members = membersOf(value, path);
    if (!open) refuseUndeclared(members.keys(), fields, path);
    const found: [name: string, value: unknown][] = [];
    for (const [name, field] of declared) {
      if (members.has(name)) {
        if (field.presence === 'unexpected') badParameter(path, `unexpected parameter "${name}"`);
        found.push([name, field.validator(members.get(name), below(path, name), later)]);
      } else if (field.presence === 'required') {
        badParameter(path, `the parameter "${name}" is missing`);
      }
    }
    return Object.fromEntries(found);
  };
}
