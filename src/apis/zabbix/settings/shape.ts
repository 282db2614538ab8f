// The shape of properties as they are sent to be changed, made from the table of their bounds.

import type { Bound, Property } from '../defaults/bounds.ts';
import { badParameter } from '../fault.ts';
import { id } from '../validate/id.ts';
import { integer } from '../validate/integer.ts';
import { object, optional } from '../validate/object.ts';
import { text } from '../validate/text.ts';
import { timePeriod } from '../validate/time-period.ts';
import { url } from '../validate/url.ts';
import type { Validator } from '../validate/validator.ts';
import { duration } from './duration.ts';
import { timeZones } from './time-zones.ts';
import type { Values } from './values.ts';

const readText = text();

const color: Validator<string> = (value, path, later) => {
  const sent = readText(value, path, later);
  return /^[0-9a-f]{6}$/i.test(sent) ? sent : badParameter(path, 'a hexadecimal color code (6 symbols) is expected');
};

function validatorOf(bound: Bound, schemes: string | null): Validator<string> {
  switch (bound.kind) {
    case 'integer': {
      const readInteger = integer(bound.options);
      return (value, path, later) => String(readInteger(value, path, later));
    }
    case 'text':
      return text(bound.options);
    case 'duration':
      return duration(bound);
    case 'url':
      return url({ lengthMax: bound.lengthMax, schemes });
    case 'id':
      return id();
    case 'color':
      return color;
    case 'periods':
      return timePeriod({ lengthMax: 255 });
    case 'timezone':
      return text({ empty: true, oneOf: ['system', ...timeZones] });
  }
}

/** Some of the properties of a table; those that are only read are refused. `schemes` as for `url`. */
export function valuesShape(table: ReadonlyMap<string, Property>, schemes: string | null): Validator<Values> {
  const fields = [...table].flatMap(([name, { bound }]) =>
    bound === null ? [] : [[name, optional(validatorOf(bound, schemes))] as const],
  );
  const readObject = object(Object.fromEntries(fields));
  return (value, path, later) => {
    const found = Object.entries(readObject(value, path, later));
    return Object.fromEntries(found.flatMap(([name, one]) => (one === undefined ? [] : [[name, one]])));
  };
}
