// Looking up methods: in any case, by two parts, and in which words not.
import { describe, expect, test } from 'vitest';
import { findMethods } from './find-method.ts';

const find = findMethods(
  new Map([
    ['apiinfo.version', 1],
    ['user.checkAuthentication', 2],
    ['token.get', 3],
  ]),
);

describe('a method', () => {
  test.each([
    ['apiinfo.version', 1, 'apiinfo.version'],
    ['APIINFO.Version', 1, 'APIINFO.Version'],
    ['apiinfo.version.x.y', 1, 'apiinfo.version'],
    ['user.checkauthentication', 2, 'user.checkauthentication'],
  ])('%s is found', (name, method, spelling) => expect(find(name)).toEqual({ method, spelling }));

  test.each([
    ['foo.bar', 'Incorrect API "foo".'],
    ['foo', 'Incorrect API "foo".'],
    ['', 'Incorrect API "".'],
    ['.version', 'Incorrect API "".'],
    [' user.get', 'Incorrect API " user".'],
    ['constructor.name', 'Incorrect API "constructor".'],
    ['to\u212aen.get', 'Incorrect API "to\u212aen".'],
    ['user', 'Incorrect method "user.".'],
    ['User.Bar', 'Incorrect method "User.Bar".'],
    ['user.bar.get', 'Incorrect method "user.bar".'],
    ['user.version', 'Incorrect method "user.version".'],
    ['token.__proto__', 'Incorrect method "token.__proto__".'],
  ])('%j is not: %s', (name, data) => {
    expect(() => find(name)).toThrow(expect.objectContaining({ name: 'Fault', code: -32601, data }));
  });
});
