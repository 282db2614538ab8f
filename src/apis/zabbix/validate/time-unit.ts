// The time unit validator: durations such as `90`, `15m`, `1h`.

import { badParameter } from '../fault.ts';
import { type IntegerOptions, judgeInteger, textIfInteger } from './integer.ts';
import { text } from './text.ts';
import type { Validator } from './validator.ts';

/** A duration as it was sent, and how long it is. */
export type TimeUnit = { readonly text: string; readonly seconds: number };

/** How many seconds each unit has; without one it is seconds (Zabbix 7.0 manual, "Time suffixes"; 2026-08). */
export const secondsPer: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);
const readText = text();

/** Reads a duration, sent as whole seconds or as a text with a unit or none; `oneOf` is in seconds. */
export function timeUnit(options: IntegerOptions = {}): Validator<TimeUnit> {
  return (value, path, later) => {
    const sent = readText(textIfInteger(value), path, later);
    const parts = /^(-?(?:0|[1-9][0-9]*))([smhdw]?)$/.exec(sent);
    if (parts === null) return badParameter(path, 'a time unit is expected');
    const [, count, unit = ''] = parts;
    // The sum makes 0 of -0.
    const seconds = Number(count) * (secondsPer.get(unit) ?? 1) + 0;
    judgeInteger(seconds, options, path);
    return { text: sent, seconds };
  };
}
