// Filters made of a template and the values in it (RFC 4515).

import { Filter, FilterParser } from 'ldapts';
import { DirectoryError } from '../core/model/directory-server.ts';

/**
 * The template with each `%{name}` replaced by that value, escaped, so that no value adds to what the filter asks for;
 * names without a value stay. Space between parts is allowed. Throws DirectoryError (`search`, `filter`) when it is no
 * filter.
 */
export function fillFilter(template: string, values: Readonly<Record<string, string>>): Filter {
  const filled = template
    .replace(/\s+(?=\()|(?<=\))\s+/g, '')
    .replace(/%\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? Filter.escape(values[name] ?? '') : whole,
    );
  try {
    return FilterParser.parseString(filled);
  } catch {
    throw new DirectoryError('search', 'filter');
  }
}
