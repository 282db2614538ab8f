// The time period validator: hours of days of the week, as in `1-5,09:00-18:00;6,10:00-14:00`.

import { badParameter } from '../fault.ts';
import { text } from './text.ts';
import type { Validator } from './validator.ts';

// A quoted context ends at the first quotation mark without a backslash before it.
const macro = /\{\$[A-Z0-9_.]+(?:: *"(?:[^"]|(?<=\\)")*(?<!\\)" *|:(?! *")[^}]*)?\}/.source;
const period = /([1-7])(?:-([1-7]))?,([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})/.source;

function isPeriod([dayFrom, dayTill, hourFrom, minuteFrom, hourTill, minuteTill]: readonly (
  | string
  | undefined
)[]): boolean {
  if (Number(dayTill ?? dayFrom) < Number(dayFrom) || Number(minuteFrom) > 59 || Number(minuteTill) > 59) return false;
  const [from, till] = [Number(hourFrom) * 60 + Number(minuteFrom), Number(hourTill) * 60 + Number(minuteTill)];
  return from < till && till <= 24 * 60;
}

function arePeriods(sent: string): boolean {
  const next = new RegExp(`(?:${macro}|${period})(;(?=.)|$)`, 'sy');
  for (let parts = next.exec(sent); parts !== null; parts = next.exec(sent)) {
    const [, ...numbers] = parts;
    if (numbers[0] !== undefined && !isPeriod(numbers)) return false;
    if (next.lastIndex === sent.length) return true;
  }
  return false;
}

/** Reads periods of the week, joined by `;`; a user macro (`{$NAME}`, with a context or none) may stand for one. */
export function timePeriod({ lengthMax }: { readonly lengthMax: number }): Validator<string> {
  const readText = text({ lengthMax });
  return (value, path, later) => {
    const sent = readText(value, path, later);
    return arePeriods(sent) ? sent : badParameter(path, 'a time period is expected');
  };
}
