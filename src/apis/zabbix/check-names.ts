// The check of names: no two objects of a kind have the same.

import { badInput } from './fault.ts';

/** Refuses the first name that a known object has already, whatever the same call makes of that one; `noun`: what it is. @fails -32602. */
export function checkNames(
  noun: string,
  known: Iterable<{ readonly name: string | null }>,
  names: readonly string[],
): void {
  const taken = new Set([...known].map(({ name }) => name ?? ''));
  const first = names.find((name) => taken.has(name));
  if (first !== undefined) badInput(`${noun} "${first}" already exists.`);
}
