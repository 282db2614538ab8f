// The formula guard: nothing runs in a spreadsheet, and nothing is lost.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeFormula, unescapeFormula } from './formula.ts';
import { anyText } from './rows.fixture.ts';

describe('the formula guard', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2', "'-2"],
    ['\tx', "'\tx"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['＝1', "'＝1"],
    ['＠x', "'＠x"],
    ["'=1", "''=1"],
    ["'", "'"],
    ["'t Hooft", "'t Hooft"],
    ['a=b', 'a=b'],
    ['+491701234567', '+491701234567'],
    ['+1', "'+1"],
    ['+4917012345678901', "'+4917012345678901"],
    ['+49 170', "'+49 170"],
    ['+49170\n', "'+49170\n"],
    ["'+491701234567", "''+491701234567"],
  ])('%j is written %j', (text, written) => {
    expect(escapeFormula(text)).toBe(written);
    expect(unescapeFormula(written)).toBe(text);
  });

  it('gives back every text, and lets none begin like a formula but telephone numbers', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^'*[=+\-@＋]?[0-9]*$/)), (text) => {
        const written = escapeFormula(text);
        expect(unescapeFormula(written)).toBe(text);
        expect(/^[=+\-@\t\r\n＝＋－＠]/.test(written) && !/^\+[0-9]{4,15}$/.test(written)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
