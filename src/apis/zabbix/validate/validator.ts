// The validator: what reads one value of a call.

import { badParameter } from '../fault.ts';

/** Checks that wait until every value has been found to be of its kind, in the order in which they are to be made. */
export type Later = (() => void)[];

/** Reads the value at a path (`/`, `/1/name`) as a `T`; throws a Fault of code -32602 that names the path. */
export type Validator<T> = (value: unknown, path: string, later: Later) => T;

/** What a validator reads: `ValueOf<typeof shape>`. */
export type ValueOf<Shape> = Shape extends Validator<infer T> ? T : never;

/** Reads a whole value: first every value is judged by its kind, then what must be unique, outer lists before inner ones. */
export function read<T>(validator: Validator<T>, value: unknown, path: string): T {
  const later: Later = [];
  const found = validator(value, path, later);
  for (const check of later) check();
  return found;
}

/** The path of a member; those of a list count from 1. */
export function below(path: string, part: string | number): string {
  return path === '/' ? `/${part}` : `${path}/${part}`;
}

/** The members of a JSON object or array by key, those of an array by `0`, `1`, …; anything else is refused. */
export function membersOf(value: unknown, path: string): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) badParameter(path, 'an array is expected');
  return new Map(Object.entries(value));
}

/** Lets null through as null. */
export function nullable<T>(validator: Validator<T>): Validator<T | null> {
  return (value, path, later) => (value === null ? null : validator(value, path, later));
}
