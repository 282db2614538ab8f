// Tests of the throttles: one name for what is one, whatever the spelling, and other names for others.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { now, policyWith } from '../../../test/users.ts';
import { defaultPolicy } from '../model/realm.ts';
import { networkOf, throttlesOf } from './throttles.ts';

const nameOf = (identifier: string) => throttlesOf(identifier, null, defaultPolicy, now)[0].name;

describe('the name of what is typed', () => {
  test.each([
    ['adalove', 'AdaLove', 'ADALOVE', 'ａdalove'],
    ['straße', 'STRASSE', 'Straẞe'],
    ['ada@example.com', 'Ada@Example.COM', 'ADA@example.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example', 'ada@BÜCHER.example'],
    ['+12133734253', '+1 213 373 4253', '+1 (213) 373-4253', '+1.213.373.4253'],
  ])('%s is one in all spellings', (...spellings) => {
    expect(new Set(spellings.map(nameOf)).size).toBe(1);
  });

  test('is another for others, also for usernames that look alike', () => {
    const others = [
      'ada',
      'ada.b',
      'adab',
      'ada-b',
      'ada b',
      'ada(b)',
      'ada@b',
      'ada@example.com',
      '+1',
      '1',
      '-1',
      '',
    ];
    expect(new Set(others.map(nameOf)).size).toBe(others.length);
  });

  test('says nothing of it, for it may be a password in the wrong field', () => {
    const text = fc.string({ unit: 'binary', minLength: 4, maxLength: 60 });
    fc.assert(
      fc.property(text, (identifier) => {
        expect(nameOf(identifier)).toMatch(/^identifier [\w-]{43}$/);
        expect(nameOf(identifier)).not.toContain(identifier);
      }),
    );
  });
});

describe('the network of an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2::1', '2001:db8:1:2:0:0:0:0/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2:0:0:0:0/64'],
    ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:0/64'],
    ['::1', '0:0:0:0:0:0:0:0/64'],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test.each([
    ['192.0.2.1:80', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:80', '192.0.2.1'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2:0:0:0:0/64'],
    ['[2001:db8:1:2::1]:443', '2001:db8:1:2:0:0:0:0/64'],
  ])('%s, as proxies write it, is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test.each(['', 'localhost', '192.0.2.256', '2001:db8::g', 'unknown', '::ffff:1.2.3', '192.0.2.1:80:80'])(
    '%j is like all that cannot be read',
    (address) => {
      expect(networkOf(address)).toBe('unreadable');
    },
  );

  test('is shared in IPv6 by who agrees in the first 64 bits, and by nobody else', () => {
    const half = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 });
    const written = (groups: readonly number[]) => groups.map((group) => group.toString(16)).join(':');
    fc.assert(
      fc.property(half, half, half, half, (one, two, left, right) => {
        fc.pre([one, two].every((groups) => groups.some((group) => group !== 0)));
        const same = written(one) === written(two);
        expect(networkOf(written([...one, ...left]))).toBe(networkOf(written([...one, ...right])));
        expect(networkOf(written([...one, ...left])) === networkOf(written([...two, ...right]))).toBe(same);
      }),
    );
  });

  test('in IPv4 is the address alone', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), (one, two) => {
        expect(networkOf(one) === networkOf(two)).toBe(one === two);
        expect(networkOf(`::ffff:${one}`)).toBe(networkOf(one));
      }),
    );
  });
});

describe('the throttles', () => {
  const policy = {
    ...defaultPolicy,
    lockout: { ...defaultPolicy.lockout, attemptsMax: 7, durationMs: 5000 },
    guesses: { perAddressMax: 33, windowMs: 9000 },
  };

  test('are for what was typed, as a user would be locked; and for where it came from, if that is known', () => {
    const typed = { name: nameOf('ada'), countMax: 7, until: now + 5000 };
    expect(throttlesOf('ada', null, policy, now)).toEqual([typed]);
    expect(throttlesOf('ada', 'nonsense', policy, now)).toEqual([
      typed,
      { name: 'network unreadable', countMax: 33, until: now + 9000 },
    ]);
    expect(throttlesOf('ada', '192.0.2.1', policy, now)).toEqual([
      typed,
      { name: 'network 192.0.2.1', countMax: 33, until: now + 9000 },
    ]);
  });

  test('end, also where a lock would not', () => {
    const endless = policyWith('lockout', { durationMs: null });
    expect(throttlesOf('ada', null, endless, now)[0].until).toBe(now + 3_600_000);
    expect(throttlesOf('ada', null, policyWith('lockout', { durationMs: 1 }), now)[0].until).toBe(now + 1);
  });

  test('hold where lockout is off, for nobody else bounds guesses there', () => {
    const off = policyWith('lockout', { enabled: false });
    expect(throttlesOf('ada', null, off, now)).toEqual(throttlesOf('ada', null, defaultPolicy, now));
  });
});
