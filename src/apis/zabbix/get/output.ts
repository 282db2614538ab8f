// The validators of what is to be told: fields of an object, and of related ones.

import { badParameter } from '../fault.ts';
import { object, optional } from '../validate/object.ts';
import { text, texts } from '../validate/text.ts';
import { nullable, read, type Validator } from '../validate/validator.ts';
import type { Select } from './read-select.ts';

/** Reads `extend` as all fields, and a list of some of them, each once, as it is. */
export function output(fields: readonly string[]): Validator<readonly string[]> {
  const list = texts({ oneOf: fields, empty: true }, { empty: true, unique: true });
  const word = text({ oneOf: ['extend'], empty: true });
  return (value, path, later) => {
    if (typeof value === 'object' && value !== null) return list(value, path, later);
    if (typeof value !== 'string') return badParameter(path, 'an array or a character string is expected');
    word(value, path, later);
    return fields;
  };
}

/** Reads an option such as `selectUsers` of a strict get method; null tells nothing along. */
export function select(fields: readonly string[], { countable }: { countable: boolean }): Validator<Select | null> {
  const list = output(fields);
  const word = text({ oneOf: ['extend', 'count'], empty: true });
  return nullable((value, path, later) => {
    if (!countable || typeof value !== 'string') return list(value, path, later);
    return word(value, path, later) === 'count' ? 'count' : fields;
  });
}

/** Reads the only option of authentication.get and settings.get: the fields to tell, all unless named. */
export function readOutput(fields: readonly string[], params: unknown): readonly string[] {
  return read(object({ output: optional(output(fields)) }), params, '/').output ?? fields;
}
