// The redirect URIs: which may be registered, and which is meant.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOfRedirectUri, matches } from './redirect-uris.ts';

describe('what may be registered', () => {
  test.each([
    'https://example.com',
    'https://example.com/callback?from=here',
    'https://example.com:8443/callback',
    'https://xn--bcher-kva.example/',
    'http://localhost:3000/callback',
    'http://127.0.0.1/callback',
    'http://[::1]:8080',
    'com.example:/callback',
    'com.example.app://callback',
    'myapp://auth',
  ])('%s', (uri) => expect(faultOfRedirectUri(uri)).toBe(null));
});

describe('what may not', () => {
  test.each([
    '',
    'callback',
    '/callback',
    '//example.com/callback',
    'https:example.com',
    'https://',
    'https:///callback',
    'https://user@example.com/',
    'https://user:word@example.com/',
    'https://example.com/#fragment',
    'https://example.com/#',
    'HTTPS://example.com/',
    'https://example.com/a b',
    'https://example.com/\\evil',
    'https://exämple.com/',
    'https://example.com/\n',
    'http://example.com/callback',
    'http://localhost.example.com/',
    'http://localhost@example.com/',
    'http://localhost:80@example.com/',
    'http://127.0.0.1.example.com/',
    'http://127.0.0.2/',
    'http://localhost:999999/',
    'javascript:alert(1)',
    'javascript://example.com/%0aalert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'blob:https://example.com/1',
    'file:///etc/passwd',
    'vbscript:x',
    'view-source:https://example.com',
    'com.example:',
    `https://example.com/${'x'.repeat(2048)}`,
  ])('%j', (uri) => expect(faultOfRedirectUri(uri)).not.toBe(null));
});

describe('which one is meant', () => {
  const port = fc.integer({ min: 0, max: 65_535 });
  const rest = fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).pathname);
  const host = fc.constantFrom('localhost', '127.0.0.1', '[::1]');

  test('the very same, and no other, whatever it is', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'] }), fc.webUrl({ validSchemes: ['https'] }), (one, other) => {
        expect(matches(one, one)).toBe(true);
        expect(matches(one, other)).toBe(one === other);
      }),
    );
  });

  test('on a loopback address with any port, but on no other path or host', () => {
    fc.assert(
      fc.property(host, port, port, rest, rest, (name, one, other, path, next) => {
        const registered = `http://${name}:${one}${path}`;
        expect(matches(registered, `http://${name}:${other}${path}`)).toBe(true);
        expect(matches(registered, `http://${name}${path}`)).toBe(true);
        expect(matches(registered, `http://${name}:${other}${next}`)).toBe(path === next);
        expect(matches(registered, `http://${name}.example.com:${other}${path}`)).toBe(false);
        expect(matches(registered, `https://${name}:${other}${path}`)).toBe(false);
      }),
    );
  });

  test('elsewhere the port counts', () => {
    fc.assert(
      fc.property(port, port, (one, other) => {
        expect(matches(`https://example.com:${one}/`, `https://example.com:${other}/`)).toBe(one === other);
      }),
    );
  });

  test('nothing that may not be registered is meant by anything that may', () => {
    const registered = fc.constantFrom('http://localhost:3000/cb', 'https://example.com/cb', 'com.example:/cb');
    const tail = fc.constantFrom('@evil.example', '.evil.example', '\\evil.example', '#x', '/../cb', '%2f', ' ', '\n');
    fc.assert(
      fc.property(registered, tail, fc.nat(30), (uri, piece, at) => {
        const place = Math.min(at, uri.length);
        expect(matches(uri, `${uri.slice(0, place)}${piece}${uri.slice(place)}`)).toBe(false);
      }),
    );
  });
});
