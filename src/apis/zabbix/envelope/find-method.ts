// The look-up of methods, by names as callers spell them.

import { Fault } from '../fault.ts';

/** A method that there is; `spelling`: `object.method` as the caller wrote it, for texts that repeat it. */
export type Found<Method> = { readonly method: Method; readonly spelling: string };

/**
 * Makes the look-up of a table of methods by `object.method`. It tells upper from lower case neither here nor there, and looks
 * at the first two parts of a name; throws Fault -32601, in other words for an object that no method in the table is of.
 */
export function findMethods<Method>(methods: ReadonlyMap<string, Method>): (name: string) => Found<Method> {
  const byName = new Map([...methods].map(([name, method]) => [fold(name), method]));
  const objects = new Set([...byName.keys()].map((name) => name.split('.', 1)[0]));
  return (name) => {
    const [object = '', verb = ''] = name.split('.', 2);
    if (!objects.has(fold(object))) throw new Fault(-32601, `Incorrect API "${object}".`);
    const spelling = `${object}.${verb}`;
    const method = byName.get(fold(spelling));
    if (method === undefined) throw new Fault(-32601, `Incorrect method "${spelling}".`);
    return { method, spelling };
  };
}

/** As PHP does it: of ASCII letters alone, so that no other letter becomes one. */
function fold(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()); // not a key: the name of a method
}
