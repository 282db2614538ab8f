// The code of Coronium's two pages on users (documentation of Coronium Core by C. Byerley, BSD 3-Clause): each file beside this one is an example, to the letter.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Those of the users module's page for client 2.1 (2017-11-11), then those of the page on updating for client 2.7 (2019-09-30). */
export type ExampleName =
  | `users-${'login' | 'create' | 'get' | 'update' | 'delete' | 'null'}`
  | `updating-${'email' | 'username' | 'password' | 'extra-add' | 'extra-remove' | 'active'}`;

/** An example as it stands; `listenerBody` takes the place of the dots, which stand for what one of them leaves out. */
export function readExample(name: ExampleName, listenerBody = ''): string {
  return readFileSync(join(import.meta.dirname, `${name}.lua`), 'utf8').replace('  ...\n', listenerBody);
}
