// Asking a server about breached passwords: what is asked, what is believed, what never leaves the process.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openBreachedRange } from '../src/credentials/breached/open-range.ts';
import { type Breached, openKnownPasswords } from '../src/credentials/known-passwords.ts';
import { digitsOf, rangeOf, useRangeServer } from './breached-range-server.ts';

const breached = ['correct horse battery', 'café au lait'];
const server = await useRangeServer(breached);
const ask = (plain: string, timeoutMs = 5000) => openBreachedRange({ url: server.url, timeoutMs }).has(plain);

describe('a whole answer', () => {
  test('tells who is in it', async () => {
    expect(await ask('correct horse battery')).toBe(true);
    expect(await ask('cafe\u0301 au lait')).toBe(true);
    expect(await ask('somebody else entirely')).toBe(false);
    expect(await ask('')).toBe(false);
  });

  test('counts in lower case and with one kind of line end as well as the other', async () => {
    server.answer = (prefix, response) =>
      response.end(`${rangeOf(prefix, breached).toLowerCase().replaceAll('\r\n', '\n')}\n`);
    expect(await ask('correct horse battery')).toBe(true);
  });

  test('does not count padding', async () => {
    for (const count of [0, 10]) {
      server.answer = (prefix, response) => response.end(rangeOf(prefix, breached, count));
      expect(await ask('correct horse battery')).toBe(count > 0);
    }
  });
});

const failures: [string, RegExp, typeof server.answer][] = [
  ['an error', /status 500/, (_, response) => response.writeHead(500).end('no')],
  ['nothing known', /status 404/, (prefix, response) => response.writeHead(404).end(rangeOf(prefix, breached))],
  ['too much asked', /status 429/, (_, response) => response.writeHead(429).end()],
  [
    'a redirect',
    /cannot be asked/,
    (_, response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end(),
  ],
  ['nothing', /something else/, (_, response) => response.end()],
  ['a page', /something else/, (_, response) => response.end('<html>Sign in to the network</html>')],
  [
    'a range with a line that is none',
    /something else/,
    (prefix, response) => response.end(`${rangeOf(prefix, breached)}\r\n:1`),
  ],
  [
    'whole hashes',
    /something else/,
    (_, response) => response.end(breached.map((each) => `${digitsOf(each)}:1`).join('\n')),
  ],
  ['an endless answer', /more than 1048576 bytes/, (_, response) => response.end('0'.repeat(1_100_000))],
  [
    'half an answer',
    /cannot be asked/,
    (prefix, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write(rangeOf(prefix, breached), () => response.destroy());
    },
  ],
  ['a hang-up', /cannot be asked/, (_, response) => response.destroy()],
];

describe('anything else', () => {
  test.each(failures)('%s tells nothing', async (_, reason, answer) => {
    server.answer = answer;
    await expect(ask('correct horse battery')).rejects.toThrow(reason);
  });

  test('silence tells nothing, before the answer and in the middle of it', async () => {
    server.answer = () => {};
    await expect(ask('correct horse battery', 50)).rejects.toThrow(/did not answer in time/);
    server.answer = (_, response) => void response.write('0');
    await expect(ask('correct horse battery', 50)).rejects.toThrow(/did not answer in time/);
  });

  test('nor does a server that is not there', async () => {
    const gone = openBreachedRange({ url: 'http://127.0.0.1:1/range', timeoutMs: 5000 });
    await expect(gone.has('x')).rejects.toThrow(/cannot be asked/);
  });
});

describe('what is sent', () => {
  test('is a request with five digits and nothing of ours but the name', async () => {
    await ask('correct horse battery');
    const [request = '', ...more] = server.received;
    expect(more).toEqual([]);
    expect(request).toContain(`GET /range/${digitsOf('correct horse battery').slice(0, 5)} `);
    expect(request).toMatch(/add-padding true/i);
    expect(request).toMatch(/user-agent muster /);
  });

  test('never holds more of the hash or of the password, whatever the password', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 6, maxLength: 80 }), async (plain) => {
        server.received.length = 0;
        await ask(`${plain}¶`);
        expect(server.received).toHaveLength(1);
        const sent = server.received.join('\n');
        const whole = digitsOf(`${plain}¶`.normalize('NFKC'));
        expect(/ \/range\/([^ ]*) /.exec(sent)?.[1]).toBe(whole.slice(0, 5));
        expect(sent.toUpperCase()).not.toContain(whole.slice(0, 6));
        expect(sent).not.toContain(whole.slice(5, 11));
        expect(sent).not.toContain('¶');
      }),
      { numRuns: 50 },
    );
  });

  test('nor does any reason for not knowing', async () => {
    const hash = digitsOf('correct horse battery');
    for (const [, , answer] of failures) {
      server.answer = answer;
      const reason = await ask('correct horse battery').catch(String);
      expect(String(reason).toUpperCase()).not.toContain(hash.slice(0, 5));
      expect(reason).not.toContain('horse');
    }
  });
});

describe('all that is known together', () => {
  const reasons: string[] = [];
  const range = openBreachedRange({ url: server.url, timeoutMs: 5000 });
  const list = { has: async (plain: string) => plain === 'listed on the disk' };
  const known = (change: Partial<Breached>) => {
    reasons.length = 0;
    const report = (reason: string) => void reasons.push(reason);
    return openKnownPasswords({ list, range, whenUnavailable: 'refuse', report, ...change });
  };
  const broken: typeof server.answer = (_, response) => response.writeHead(503).end();

  test('asks further only for what is not known yet', async () => {
    const { find } = known({});
    expect([await find('password'), await find('listed on the disk')]).toEqual(['common', 'breached']);
    expect(server.received).toEqual([]);
    expect([await find('correct horse battery'), await find('nobody has this one')]).toEqual(['breached', null]);
    expect(server.received).toHaveLength(2);
    expect(reasons).toEqual([]);
  });

  test('asks nobody who is not there', async () => {
    const { find } = known({ range: null });
    expect([await find('correct horse battery'), await find('password')]).toEqual([null, 'common']);
    expect(server.received).toEqual([]);
  });

  test.each([
    ['accept', null],
    ['refuse', 'unchecked'],
  ] as const)('when one cannot tell: %s', async (whenUnavailable, answer) => {
    const { find } = known({ whenUnavailable });
    server.answer = broken;
    expect([await find('password'), await find('listed on the disk')]).toEqual(['common', 'breached']);
    expect(reasons).toEqual([]);
    expect(await find('nobody has this one')).toBe(answer);
    expect(reasons).toEqual(['the server of breached passwords answered with status 503']);
  });

  test('what one cannot tell, the other still may', async () => {
    const silent = openBreachedRange({ url: 'http://127.0.0.1:1', timeoutMs: 5000 });
    const { find } = known({ list: silent });
    expect(await find('correct horse battery')).toBe('breached');
    expect(await find('nobody has this one')).toBe('unchecked');
  });
});
