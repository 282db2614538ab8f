// The digests that the Lua module computes itself, against the vectors of their standards, on every interpreter.
import { createHash, createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { interpreters, linesOf, needLua } from './run-lua.ts';

beforeAll(needLua, 600_000);

const bytes = (value: string | Buffer): string =>
  `"${[...Buffer.from(value)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;

// RFC 1321, section A.5.
const md5: [message: string, digest: string][] = [
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a', '0cc175b9c0f1b6a831c399e269772661'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
  ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
];

// FIPS 180-2, appendix B.
const sha256: [message: string, digest: string][] = [
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
];

// RFC 4231, test cases 1, 2, 3, 6 and 7.
const hmac: [key: Buffer, message: string | Buffer, digest: string][] = [
  [Buffer.alloc(20, 0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    Buffer.from('Jefe'),
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [Buffer.alloc(20, 0xaa), Buffer.alloc(50, 0xdd), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
  [
    Buffer.alloc(131, 0xaa),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    Buffer.alloc(131, 0xaa),
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
];

const printing = (calls: string[]): string =>
  ['local digests = require("plugin.coronium-core.digests")', ...calls.map((call) => `print(digests.${call})`)].join(
    '\n',
  );

describe.each(interpreters)('on $name', (interpreter) => {
  const run = (calls: string[]): Promise<string[]> => linesOf({ interpreter, kind: 'cjson' }, printing(calls));

  test('MD5 as in RFC 1321', async () => {
    expect(await run(md5.map(([message]) => `md5_hex(${bytes(message)})`))).toEqual(md5.map(([, digest]) => digest));
  });

  test('SHA-256 as in FIPS 180', async () => {
    expect(await run(sha256.map(([message]) => `sha256_hex(${bytes(message)})`))).toEqual(
      sha256.map(([, digest]) => digest),
    );
  });

  test('HMAC-SHA256 as in RFC 4231', async () => {
    expect(await run(hmac.map(([key, message]) => `hmac_sha256_base64(${bytes(key)}, ${bytes(message)})`))).toEqual(
      hmac.map(([, , digest]) => Buffer.from(digest, 'hex').toString('base64')),
    );
  });

  test('every length around the borders of blocks, and every byte', async () => {
    const messages = [...Array(140).keys()].map((length) => Buffer.alloc(length, 0x80 + length));
    messages.push(Buffer.from([...Array(256).keys()]), Buffer.alloc(4096, 'é'));
    const calls = messages.flatMap((message) => [
      `md5_hex(${bytes(message)})`,
      `sha256_hex(${bytes(message)})`,
      `hmac_sha256_base64(${bytes(message)}, ${bytes(message)})`,
    ]);
    expect(await run(calls)).toEqual(
      messages.flatMap((message) => [
        createHash('md5').update(message).digest('hex'),
        createHash('sha256').update(message).digest('hex'),
        createHmac('sha256', message).update(message).digest('base64'),
      ]),
    );
  });
});
