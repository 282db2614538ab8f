// The extra: what only one API knows of a realm, kept as that API says.

import type { DocumentBase } from './document.ts';
import type { JsonObject } from './json.ts';

/**
 * An object of one API, of a type and with a number that mean something only there; `name` is unique among those of its type, where it
 * has one. Its id is `<api>/<type>/<number>`, its subject `<api>/<type>`.
 */
export type Extra = DocumentBase & {
  readonly kind: 'extra';
  readonly api: string;
  readonly type: string;
  readonly number: string;
  readonly name: string | null;
  readonly values: JsonObject;
};

/** The numbers to give out next in a realm, by the kind of thing they are for; none is given twice. */
export type Numbering = DocumentBase & {
  readonly kind: 'numbering';
  readonly next: Readonly<Record<string, number>>;
};
