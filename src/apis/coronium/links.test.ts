// Tests of the links: what is written is read again, for any realm.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkOf, paths, readCode } from './links.ts';

const token = fc
  .base64String({ minLength: 4, maxLength: 60 })
  .map((text) => Buffer.from(text, 'base64').toString('base64url'));
const realm = fc.option(
  fc.stringMatching(/^[a-z0-9 .%&+ä_-]{1,40}$/).filter((id) => !/\s/.test(id)),
  { nil: null },
);

test('a code is read as it was written', () => {
  fc.assert(
    fc.property(
      token.filter((text) => text !== ''),
      realm,
      (secret, realmId) => {
        const link = linkOf('https://users.example.com', paths.reset, realmId)(secret);
        const { origin, pathname, searchParams } = new URL(link);
        expect([origin, pathname]).toEqual(['https://users.example.com', '/_resetpassword']);
        expect(readCode(searchParams.get('code') ?? '')).toEqual({ realmId, token: secret });
      },
    ),
  );
});

test.each(['', '.', 'a.', '.token', 'tok en', 'token\0', 'a b.token', 'x'.repeat(101), `${'x'.repeat(101)}.token`])(
  '%j is none',
  (code) => expect(readCode(code)).toBe(null),
);
