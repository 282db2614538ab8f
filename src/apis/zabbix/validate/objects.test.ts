// The objects validator: kinds before uniqueness, and who is told to be there twice.
import { describe, expect, expectTypeOf, test } from 'vitest';
import { id } from './id.ts';
import { optional, required } from './object.ts';
import { objects } from './objects.ts';
import { refusal } from './refusal.fixture.ts';
import { text } from './text.ts';
import { read } from './validator.ts';

describe('a list of objects', () => {
  const fields = {
    userid: optional(id()),
    name: optional(text({ empty: true })),
    usrgrps: optional(objects({ usrgrpid: required(id()) }, { empty: true, unique: [['usrgrpid']] })),
  };
  const users = objects(fields, { normalise: true, unique: [['userid'], ['userid', 'name'], ['name']] });

  test.each([
    [null, 'Invalid parameter "/": an array is expected.'],
    ['x', 'Invalid parameter "/": an array is expected.'],
    [[], 'Invalid parameter "/": cannot be empty.'],
    [{}, 'Invalid parameter "/": cannot be empty.'],
    [[[]], null],
    [[{}, 5], 'Invalid parameter "/2": an array is expected.'],
    [{ userid: 'x' }, 'Invalid parameter "/1/userid": a number is expected.'],
    [{ '0': { name: 'a' }, '1': 7 }, 'Invalid parameter "/2": an array is expected.'],
    [[{ usrgrps: {} }], null],
    [[{ usrgrps: { usrgrpid: 7 } }], 'Invalid parameter "/1/usrgrps/1": an array is expected.'],
    [[{ usrgrps: ['7'] }], 'Invalid parameter "/1/usrgrps/1": an array is expected.'],
    [[{ usrgrps: [{ usrgrpid: 7, name: 'a' }] }], 'Invalid parameter "/1/usrgrps/1": unexpected parameter "name".'],
  ])('%j: %s', (value, told) => expect(refusal(users, value, '/')).toBe(told));

  test.each([
    [
      [{ userid: '79' }, { userid: 8 }, { userid: '079' }],
      'Invalid parameter "/3": value (userid)=(79) already exists.',
    ],
    [[{ name: 'x' }, { name: 'x' }], 'Invalid parameter "/2": value (name)=(x) already exists.'],
    [[{ name: 'x' }, { name: 'X' }, { userid: 1 }, { userid: 2 }, {}, {}], null],
    [
      [{ usrgrps: [{ usrgrpid: 7 }, { usrgrpid: '7' }] }],
      'Invalid parameter "/1/usrgrps/2": value (usrgrpid)=(7) already exists.',
    ],
  ])('uniqueness %#', (value, told) => expect(refusal(users, value, '/')).toBe(told));

  test('two fields together', () => {
    const tokens = objects({ userid: optional(id()), name: required(text()) }, { unique: [['userid', 'name']] });
    const one = { userid: 82, name: 'doc-q' };
    const told = 'Invalid parameter "/3": value (userid, name)=(82, doc-q) already exists.';
    expect(refusal(tokens, [one, { ...one, name: 'doc-q2' }, one], '/')).toBe(told);
    expect(
      refusal(tokens, [one, { name: 'doc-q' }, { userid: 8, name: '2, doc-q' }, { name: 'doc-q' }], '/'),
    ).toBeNull();
  });

  test('all are judged by kind before any uniqueness, and outer lists before inner ones', () => {
    const twice = [{ usrgrpid: 7 }, { usrgrpid: 7 }];
    const told = 'Invalid parameter "/3/userid": a number is expected.';
    expect(refusal(users, [{ userid: 1, usrgrps: twice }, { userid: 1 }, { userid: 'x' }], '/')).toBe(told);
    expect(refusal(users, [{ userid: 1, usrgrps: twice }, { userid: 1 }], '/')).toMatch(/^Invalid parameter "\/2"/);
    const names = [{ name: 'a' }, { name: 'a', userid: 1 }, { userid: 1 }];
    expect(refusal(users, names, '/')).toBe('Invalid parameter "/3": value (userid)=(1) already exists.');
  });

  test('is read as a list', () => {
    expect(read(users, { userid: '01' }, '/')).toEqual([{ userid: '1' }]);
    expect(read(objects(fields), { a: { userid: 1 }, b: {} }, '/')).toEqual([{ userid: '1' }, {}]);
    expectTypeOf(read(users, [{}], '/')[0]?.usrgrps?.[0]?.usrgrpid).toEqualTypeOf<string | undefined>();
  });
});
