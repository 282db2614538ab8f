// The object validator: who is refused, in which order, and what is read.
import { expect, expectTypeOf, test } from 'vitest';
import { parseJson } from '../../../json/parse-json.ts';
import { id } from './id.ts';
import { integer } from './integer.ts';
import { object, optional, required, unexpected } from './object.ts';
import { refusal } from './refusal.fixture.ts';
import { text } from './text.ts';
import { nullable, read, type ValueOf } from './validator.ts';

const shape = object({
  userid: required(id()),
  name: optional(text({ lengthMax: 3 })),
  rows: optional(nullable(integer())),
  provisioned: unexpected(),
});

test('what is read has the declared types, and nothing that was not sent', () => {
  const user = read(shape, parseJson('{"name":"a","userid":"07"}'), '/1');
  expectTypeOf(user.userid).toEqualTypeOf<string>();
  expectTypeOf<ValueOf<typeof shape>['name']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<ValueOf<typeof shape>['rows']>().toEqualTypeOf<number | null | undefined>();
  expectTypeOf(user).not.toHaveProperty('provisioned');
  expect(user).toEqual({ userid: '7', name: 'a' });
  expect(Object.keys(user)).toEqual(['userid', 'name']);
  expect(read(shape, { userid: 1, rows: null }, '/1')).toEqual({ userid: '1', rows: null });
});

test.each([
  ['"x"', 'Invalid parameter "/1": an array is expected.'],
  ['null', 'Invalid parameter "/1": an array is expected.'],
  ['7', 'Invalid parameter "/1": an array is expected.'],
  ['{}', 'Invalid parameter "/1": the parameter "userid" is missing.'],
  ['[]', 'Invalid parameter "/1": the parameter "userid" is missing.'],
  ['["7"]', 'Invalid parameter "/1": unexpected parameter "0".'],
  ['{"userid":"x","b":1,"a":1}', 'Invalid parameter "/1": unexpected parameter "b".'],
  ['{"__proto__":{"userid":"1"}}', 'Invalid parameter "/1": unexpected parameter "__proto__".'],
  ['{"constructor":1}', 'Invalid parameter "/1": unexpected parameter "constructor".'],
  ['{"name":"","userid":"x"}', 'Invalid parameter "/1/userid": a number is expected.'],
  ['{"name":""}', 'Invalid parameter "/1": the parameter "userid" is missing.'],
  ['{"provisioned":1,"userid":1,"name":""}', 'Invalid parameter "/1/name": cannot be empty.'],
  ['{"provisioned":1,"userid":1,"name":"a"}', 'Invalid parameter "/1": unexpected parameter "provisioned".'],
  ['{"userid":1,"name":null}', 'Invalid parameter "/1/name": a character string is expected.'],
])('%s: %s', (json, told) => expect(refusal(shape, parseJson(json), '/1')).toBe(told));

test('at the root, paths have one slash', () => {
  expect(refusal(shape, { userid: 'x' }, '/')).toBe('Invalid parameter "/userid": a number is expected.');
  expect(refusal(shape, {}, '/')).toBe('Invalid parameter "/": the parameter "userid" is missing.');
});

test('without fields only what is empty passes', () => {
  expect(refusal(object({}), { a: 1 }, '/')).toBe('Invalid parameter "/": should be empty.');
  expect(refusal(object({}), [1], '/')).toBe('Invalid parameter "/": should be empty.');
  expect(refusal(object({}), 'a', '/')).toBe('Invalid parameter "/": an array is expected.');
  expect(refusal(object({}), [], '/')).toBeNull();
  expect(refusal(object({}), {}, '/')).toBeNull();
});

test('an open object passes over what is not declared', () => {
  const open = object({ type: required(integer()) }, { open: true });
  expect(read(open, parseJson('{"a":1,"__proto__":2,"type":"4"}'), '/1')).toEqual({ type: 4 });
  expect(refusal(open, { a: 1 }, '/1')).toBe('Invalid parameter "/1": the parameter "type" is missing.');
});
