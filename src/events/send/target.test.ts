// What may be called: every range that is not public, in every spelling, and the URLs that are refused before any look-up.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTarget, isPublic } from './target.ts';

const faultOf = (url: string, allowPrivate = false): string | null => {
  const verdict = checkTarget(url, allowPrivate);
  return verdict.ok ? null : verdict.fault;
};

/** First and last address of each range that is no public unicast. */
const refused: [range: string, ...addresses: string[]][] = [
  ['this network', '0.0.0.0', '0.255.255.255'],
  ['private 10/8', '10.0.0.0', '10.255.255.255'],
  ['shared by carriers', '100.64.0.0', '100.127.255.255'],
  ['loopback', '127.0.0.0', '127.0.0.1', '127.255.255.255'],
  ['link-local', '169.254.0.0', '169.254.169.254', '169.254.255.255'],
  ['private 172.16/12', '172.16.0.0', '172.31.255.255'],
  ['protocol assignments', '192.0.0.0', '192.0.0.255'],
  ['documentation 1', '192.0.2.0', '192.0.2.255'],
  ['documentation 2', '198.51.100.0', '198.51.100.255'],
  ['documentation 3', '203.0.113.0', '203.0.113.255'],
  ['6to4 relays', '192.88.99.0', '192.88.99.255'],
  ['private 192.168/16', '192.168.0.0', '192.168.255.255'],
  ['benchmarks', '198.18.0.0', '198.19.255.255'],
  ['multicast', '224.0.0.0', '239.255.255.255'],
  ['reserved', '240.0.0.0', '255.255.255.254'],
  ['broadcast', '255.255.255.255'],
  ['unspecified in IPv6', '::', '0:0:0:0:0:0:0:0'],
  ['loopback in IPv6', '::1', '0000:0000:0000:0000:0000:0000:0000:0001'],
  ['IPv4-compatible', '::127.0.0.1', '::7f00:1', '::8.8.8.8'],
  ['IPv4-mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:a9fe:a9fe', '::FFFF:8.8.8.8'],
  ['IPv4-translated', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::ffff:ffff', '64:ff9b:1::10.0.0.1'],
  ['discard', '100::', '100::ffff:ffff:ffff:ffff'],
  ['Teredo', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['benchmarks in IPv6', '2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff'],
  ['ORCHID', '2001:10::', '2001:20::', '2001:2f:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['documentation in IPv6', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '3fff::', '3fff:fff::1'],
  ['6to4', '2002::', '2002:7f00:1::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['not given out', '1000::', '4000::', '5f00::', '8000::', 'e000::1'],
  ['unique local', 'fc00::', 'fd00:ec2::254', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['link-local in IPv6', 'fe80::', 'fe80::1', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe80::1%eth0'],
  ['site-local', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['multicast in IPv6', 'ff00::', 'ff02::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];

/** Neighbours of those ranges, and addresses of well-known hosts. */
const allowed = [
  ...['1.0.0.0', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  ...['128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '192.0.1.0', '192.0.3.0'],
  ...['192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '203.0.112.255', '203.0.114.0'],
  ...['223.255.255.255', '2001:4860:4860::8888', '2606:4700:4700::1111', '2a00:1450:4001:82a::200e', '2003::1'],
];

const inUrl = (address: string): string => (address.includes(':') ? `[${address}]` : address);

describe('addresses', () => {
  test.each(refused)('%s: refused', (_, ...addresses) => {
    for (const address of addresses) {
      expect(isPublic(address), address).toBe(false);
      if (!address.includes('%')) expect(faultOf(`https://${inUrl(address)}/`), address).toBe('address-refused');
      if (!address.includes('%')) expect(faultOf(`http://${inUrl(address)}:8080/`, true), address).toBeNull();
    }
  });

  test.each(allowed)('%s: allowed', (address) => {
    expect(isPublic(address)).toBe(true);
    expect(faultOf(`https://${inUrl(address)}/`)).toBeNull();
  });

  test.each([
    '',
    'localhost',
    '8.8.8',
    '0x8.8.8.8',
    '134744072',
    '8.8.8.8 ',
    ' 8.8.8.8',
    '08.8.8.8',
    '[::1]',
    '8.8.8.8/32',
  ])('%j is no address, so it is not public', (text) => expect(isPublic(text)).toBe(false));

  test('a zone in a URL makes it none', () => {
    expect(faultOf('https://[fe80::1%25eth0]/')).toBe('not-a-url');
  });
});

/** Every way in which a URL may write an IPv4 address. */
const spellings: [name: string, spell: (value: number, octets: readonly number[]) => string][] = [
  ['dotted', (_, octets) => octets.join('.')],
  ['one number', (value) => `${value}`],
  ['one octal', (value) => `0${value.toString(8)}`],
  ['one hexadecimal', (value) => `0x${value.toString(16)}`],
  ['one hexadecimal in capitals', (value) => `0X${value.toString(16).toUpperCase()}`],
  ['octal parts', (_, octets) => octets.map((octet) => `0${octet.toString(8)}`).join('.')],
  ['hexadecimal parts', (_, octets) => octets.map((octet) => `0x${octet.toString(16)}`).join('.')],
  ['padded parts', (_, octets) => octets.map((octet) => `0000${octet.toString(8)}`).join('.')],
  ['two parts', (value, [first]) => `${first}.${value % 2 ** 24}`],
  ['three parts', (value, [first, second]) => `${first}.0x${second?.toString(16)}.${value % 2 ** 16}`],
  ['a dot behind', (_, octets) => `${octets.join('.')}.`],
  ['percent signs', (_, octets) => octets.join('.').replaceAll('1', '%31').replaceAll('.', '%2e')],
  ['full width', (_, octets) => octets.join('。').replaceAll('1', '１').replaceAll('0', '０')],
];

/** Every way in which an IPv6 address may wrap one. */
const wrappings: [name: string, wrap: (high: string, low: string, dotted: string) => string][] = [
  ['mapped', (high, low) => `::ffff:${high}:${low}`],
  ['mapped, dotted', (_, __, dotted) => `::ffff:${dotted}`],
  ['mapped, in full', (high, low) => `0:0:0:0:0:FFFF:${high}:${low}`],
  ['compatible', (high, low) => `::${high}:${low}`],
  ['compatible, dotted', (_, __, dotted) => `::${dotted}`],
  ['translated', (high, low) => `::ffff:0:${high}:${low}`],
  ['NAT64', (high, low) => `64:ff9b::${high}:${low}`],
  ['NAT64, dotted', (_, __, dotted) => `64:ff9b::${dotted}`],
  ['NAT64 of one network', (high, low) => `64:ff9b:1::${high}:${low}`],
  ['6to4', (high, low) => `2002:${high}:${low}::1`],
  ['Teredo', (high, low) => `2001:0:${high}:${low}::1`],
];

const octetsOf = (value: number): number[] => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256);
const anyValue = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('spellings', () => {
  test.each(spellings)('%s: judged as the address it is', (_, spell) => {
    const judge = (value: number): void => {
      const octets = octetsOf(value);
      const fault = isPublic(octets.join('.')) ? null : 'address-refused';
      expect(faultOf(`https://${spell(value, octets)}/hook`)).toBe(fault);
    };
    fc.assert(fc.property(anyValue, judge));
    for (const value of [0, 0x7f000001, 0x0a000001, 0xa9fea9fe, 0xc0a80101, 0x64400001, 0xffffffff, 0x08080808])
      judge(value);
  });

  test.each(wrappings)('%s: refused whatever is inside', (_, wrap) => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const high = Math.floor(value / 2 ** 16).toString(16);
        const address = wrap(high, (value % 2 ** 16).toString(16), octetsOf(value).join('.'));
        expect(isPublic(address), address).toBe(false);
        expect(faultOf(`https://[${address}]/`), address).toBe('address-refused');
      }),
    );
  });

  test.each(['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'loc%61lhost'])('%s is refused', (host) => {
    expect(faultOf(`https://${host}/`)).toBe('address-refused');
    expect(faultOf(`https://${host}/`, true)).toBeNull();
  });

  test.each(['localhost.example.com', 'mylocalhost', '127.0.0.1.example.com', 'example.com.', 'bücher.example'])(
    '%s passes until it is looked up',
    (host) => expect(faultOf(`https://${host}/`)).toBeNull(),
  );
});

describe('URLs', () => {
  test.each([
    ['not-a-url', ''],
    ['not-a-url', 'example.com/hook'],
    ['not-a-url', 'https://'],
    ['not-a-url', 'https://example.com:65536/'],
    ['not-a-url', 'https://1.2.3.4.5/'],
    ['not-a-url', 'https://256.1.1.1/'],
    ['not-https', 'ftp://example.com/'],
    ['not-https', 'file:///etc/passwd'],
    ['not-https', 'javascript:alert(1)'],
    ['not-https', 'gopher://example.com:70/_'],
    ['not-https', 'ws://example.com/'],
    ['not-https', 'unix:/var/run/docker.sock'],
    ['has-credentials', 'https://user:password@example.com/'],
    ['has-credentials', 'https://user@example.com/'],
    ['has-credentials', 'https://:password@example.com/'],
    ['has-credentials', 'https://example.com%2f@example.org/'],
    ['has-fragment', 'https://example.com/#top'],
    ['has-fragment', 'https://example.com/#'],
    ['too-long', `https://example.com/${'a'.repeat(2029)}`],
  ])('%s: %s, whatever the operator allows', (fault, url) => {
    expect(faultOf(url)).toBe(fault);
    expect(faultOf(url, true)).toBe(fault);
  });

  test('plain HTTP is for private networks only', () => {
    expect(faultOf('http://example.com/hook')).toBe('not-https');
    expect(faultOf('http://example.com/hook', true)).toBeNull();
  });

  test.each([0, 22, 25, 110, 143, 445, 465, 587, 993, 995, 1433, 2525, 3306, 3389, 5432, 6379, 6667, 11211, 27017])(
    'port %i is not for the web',
    (port) => {
      expect(faultOf(`https://example.com:${port}/`)).toBe('port-refused');
      expect(faultOf(`https://example.com:0${port}/`)).toBe('port-refused');
      expect(faultOf(`https://example.com:${port}/`, true)).toBeNull();
    },
  );

  test.each([80, 443, 444, 3000, 4200, 8080, 8443, 9443, 65535])('port %i may be', (port) => {
    expect(faultOf(`https://example.com:${port}/`)).toBeNull();
  });

  test('the longest is taken, and a query is kept', () => {
    const url = `https://example.com/?key=${'a'.repeat(2023)}`;
    expect(url).toHaveLength(2048);
    expect(checkTarget(url, false)).toMatchObject({ ok: true, url: { href: url } });
  });

  test('what is answered has one spelling', () => {
    const verdict = checkTarget(' HTTPS:\\\\EXAMPLE.com\t:443/a/../hook\n', false);
    expect(verdict).toMatchObject({ ok: true, url: { href: 'https://example.com/hook' } });
  });
});
