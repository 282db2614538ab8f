// Tests of the names and other plain texts, and of what counts as text at all.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../../test/any-user.ts';
import { patch, situation, user } from '../../../test/users.ts';
import { clear, set, untouched } from '../model/patch.ts';
import { isLocale, isTimezone, judgeNames } from './names.ts';
import { faultOfText, isText, lengthOf } from './text.ts';
import { unchanged } from './verdict.ts';

const judge = (change: Parameters<typeof patch>[0]) => judgeNames(user(), patch(change), situation());
const issue = (path: string, reason: string, limit: number | null = null) => ({ path, reason, limit });

describe('text', () => {
  test('is Unicode that a database can store', () => {
    expect(['', 'é', '😀', '\u202e', '\n'].every(isText)).toBe(true);
    expect(['\0', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800'].some(isText)).toBe(false);
  });

  test('is as long as it has code points', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(lengthOf(text)).toBe([...text].length);
      }),
    );
  });

  test('its limit is exact', () => {
    expect(faultOfText('p', '😀'.repeat(5), 5)).toBe(null);
    expect(faultOfText('p', '😀'.repeat(6), 5)).toEqual(issue('p', 'length-max', 5));
    expect(faultOfText('p', 'abcde\0', 5)).toEqual(issue('p', 'characters'));
  });
});

describe('names', () => {
  test('are set and cleared', () => {
    expect(judge({ firstName: set('Ada'), lastName: clear, name: set('x'.repeat(256)) }).set).toEqual({
      firstName: 'Ada',
      lastName: null,
      name: 'x'.repeat(256),
    });
    expect(judgeNames(user(), untouched, situation())).toBe(unchanged);
  });

  test('all faults are told at once, and nothing is set', () => {
    const change = {
      firstName: set('x'.repeat(257)),
      lastName: set('\0'),
      locale: set('no locale'),
      timezone: set('Mars/Olympus'),
      externalId: set(''),
      name: set('fine'),
    };
    expect(judge(change)).toEqual({
      set: {},
      refusals: [
        {
          code: 'invalid',
          issues: [
            issue('firstName', 'length-max', 256),
            issue('lastName', 'characters'),
            issue('locale', 'format'),
            issue('timezone', 'format'),
            issue('externalId', 'length-min', 1),
          ],
        },
      ],
    });
  });

  test.each(['en', 'de-CH', 'zh-Hant-TW', 'sr-Latn-RS', 'en-US-u-ca-gregory', 'EN-us'])('%s is a locale', (tag) => {
    expect(isLocale(tag)).toBe(true);
  });

  test.each(['', 'e', 'en_US', 'en-', 'english language', 'x', 'de-CH\n', '1'])('%j is none', (tag) => {
    expect(isLocale(tag)).toBe(false);
  });

  test.each(['UTC', 'Europe/Zurich', 'America/Argentina/Buenos_Aires'])('%s is a time zone', (zone) => {
    expect(isTimezone(zone)).toBe(true);
  });

  test.each(['', '+01:00', 'Europe', 'Mars/Olympus', 'UTC\0'])('%j is none', (zone) => {
    expect(isTimezone(zone)).toBe(false);
  });
});
