// The durations of settings: some may be as long as years, some be left to a user macro.

import type { Bound } from '../defaults/bounds.ts';
import { badParameter } from '../fault.ts';
import { judgeInteger, textIfInteger } from '../validate/integer.ts';
import { text } from '../validate/text.ts';
import { timeUnit } from '../validate/time-unit.ts';
import type { Validator } from '../validate/validator.ts';
import { secondsOf } from '../wire/objects.ts';

const dayS = 86_400;
const readText = text();
const macro = /^\{\$[A-Z0-9_.]+(?:: *"(?:[^"\\]|\\.)*" *|:(?! *")[^}]*)?\}$/;

/** How many seconds a duration has that may be in months of 30 days (`M`) and years of 365 (`y`). What is none has 0. */
export function longSecondsOf(duration: string): number {
  const [, count, unit] = /^(\d+)([My])$/.exec(duration) ?? [];
  return count === undefined ? secondsOf(duration) : Number(count) * (unit === 'y' ? 365 : 30) * dayS;
}

/** Reads a duration as it was sent; the range is in seconds. Source: Zabbix 7.0 manual, "Time suffixes"; 2026-08. */
export function duration({ options, also }: Extract<Bound, { kind: 'duration' }>): Validator<string> {
  const short = timeUnit(options);
  return (value, path, later) => {
    const sent = readText(textIfInteger(value), path, later);
    if (also === 'macro' && macro.test(sent)) return sent;
    if (also !== 'years') return short(sent, path, later).text;
    const [, sign = '', size = ''] = /^(-?)((?:0|[1-9]\d*)[smhdwMy]?)$/.exec(sent) ?? [];
    if (size === '') badParameter(path, 'a time unit is expected');
    judgeInteger(longSecondsOf(size) * (sign === '' ? 1 : -1), options, path);
    return sent;
  };
}
