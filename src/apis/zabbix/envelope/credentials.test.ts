// The credential that counts, and where none may be.
import { describe, expect, test } from 'vitest';
import { credentialOf, refuseCredential } from './credentials.ts';

const token = 'f'.repeat(64);

describe('a credential', () => {
  test.each([
    [null, null, null],
    ['Bearer ', null, null],
    ['Bearer', null, null],
    ['bearer x', null, null],
    ['BEARER x', null, null],
    ['Basic QTpi', null, null],
    ['Bearer x', null, { kind: 'session', secret: 'x', from: 'header' }],
    ['Bearer  x', null, { kind: 'session', secret: ' x', from: 'header' }],
    [`Bearer ${token}`, null, { kind: 'token', secret: token, from: 'header' }],
    [`Bearer ${token}0`, null, { kind: 'session', secret: `${token}0`, from: 'header' }],
    [null, token, { kind: 'token', secret: token, from: 'auth' }],
    [null, 'y', { kind: 'session', secret: 'y', from: 'auth' }],
    ['Bearer x', 'y', { kind: 'session', secret: 'x', from: 'header' }],
    ['Bearer ', 'y', { kind: 'session', secret: 'y', from: 'auth' }],
    ['Basic QTpi', 'y', { kind: 'session', secret: 'y', from: 'auth' }],
  ])('of %j and %j', (header, auth, expected) => expect(credentialOf(header, auth)).toEqual(expected));
});

describe('a method for everybody', () => {
  const refusal = (data: string) => expect.objectContaining({ name: 'Fault', code: -32602, data });
  test('is refused with a credential', () => {
    expect(() => refuseCredential('user.Login', credentialOf('Bearer x', 'y'))).toThrow(
      refusal('The "user.Login" method must be called without authorization header.'),
    );
    expect(() => refuseCredential('user.login', credentialOf(null, 'y'))).toThrow(
      refusal('The "user.login" method must be called without the "auth" parameter.'),
    );
  });

  test('is not without one', () => {
    expect(() => refuseCredential('user.login', credentialOf('Basic x', null))).not.toThrow();
  });
});
