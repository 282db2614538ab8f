// `muster import` as an operator meets it: what it takes in, what it says, what it leaves alone, and that people can sign in.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noPast } from '../../src/core/model/newcomer.ts';
import { keep, set, type UserPatch } from '../../src/core/model/patch.ts';
import { batchesOf, type Entry } from '../../src/transfer/arrivals.ts';
import { importRows } from '../../src/transfer/import-rows.ts';
import type { RowEvent } from '../../src/transfer/rows/row-event.ts';
import { clerk } from '../../src/transfer/sources/clerk.ts';
import { engines } from '../clients/engines.ts';
import { type Place, type ServerProcess, startServer } from '../clients/server.ts';
import { withDatabase } from '../crash/database.ts';
import { codeAt } from '../time-codes.ts';
import { patch } from '../users.ts';
import { ask, type Desk, openDesk, run } from './command.ts';
import { digests, fileFor, oddMovers, openHall, skipping, totp } from './movers.ts';

const quiet = { MUSTER_LOG_LEVEL: 'error' };
const [jane, bob, eve] = ['6', '7', '8'].map((end) => `user_2YDryYFVMM1W1plDDKz7Gzf4we${end}`);
const people = `id,first_name,username,primary_email_address,verified_email_addresses,totp_secret,password_digest,password_hasher
${jane},Jane,janedoe,jane@example.com,jane@example.com,${totp.secret},${digests.foreign.digest},bcrypt
${bob},Bob,bob_b,bob@example.com,bob@example.com,,,
`;
const twin = `${eve},Eve,BOB_B,eve@example.com,eve@example.com,,,\n`;
const broken = `${eve}x,No,no good,canary-address,canary-address,,canary-digest,bcrypt\n`;

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

/** Everything in the database, row by row. */
async function dumpOf(place: Place) {
  const names =
    place.databaseUrl === null
      ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";
  return await withDatabase(place, async (query) => {
    const tables: [string, string[]][] = [];
    for (const { name } of await query(names)) {
      const rows = await query(`SELECT * FROM "${name}"`);
      tables.push([String(name), rows.map((row) => JSON.stringify(row)).toSorted()]);
    }
    return tables;
  });
}

async function serving(place: Place, use: (server: ServerProcess) => Promise<void>) {
  const server = await startServer(place, quiet);
  try {
    await use(server);
  } finally {
    await server.kill('SIGTERM');
  }
}

describe.each(engines)('on $name', (engine) => {
  let place: Place;
  beforeEach(async () => {
    place = await desk.place(engine);
  });

  test('people of another system come beside a running server, are found by their old id, and sign in', async () => {
    const file = desk.write('people.csv', people + twin + broken);
    await serving(place, async ({ url }) => {
      const { code, out, err } = await run(place, ['import', file]);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(out).toMatch(/^4 rows from clerk in .*\n +2 {2}created\n +1 {2}skipped\n +1 {2}refused\nWho was not/);
      const report = desk.read('people.csv.report.jsonl');
      expect(
        report
          .trim()
          .split('\n')
          .map((line): unknown => JSON.parse(line)),
      ).toEqual([
        { line: 4, who: eve, outcome: 'skipped', reasons: ['somebody here has this username'] },
        { line: 5, who: `${eve}x`, outcome: 'refused', reasons: expect.arrayContaining(['emails.0: format']) },
      ]);
      expect(report).not.toContain('canary');
      expect(statSync(`${file}.report.jsonl`).mode & 0o777).toBe(0o600);

      expect(await ask(url, `/users/${jane}`)).toMatchObject({
        status: 200,
        body: {
          id: jane,
          first_name: 'Jane',
          totp_enabled: true,
          email_addresses: [{ verification: { status: 'verified' } }],
        },
      });
      expect(await ask(url, `/users/${jane}/verify_password`, { password: 'password' })).toMatchObject({ status: 200 });
      expect((await ask(url, `/users/${jane}/verify_password`, { password: 'passwort' })).status).toBe(422);
      const code1 = codeAt(totp, Date.now());
      expect(await ask(url, `/users/${jane}/verify_totp`, { code: code1 })).toMatchObject({ status: 200 });
      expect((await ask(url, `/users/${eve}`)).status).toBe(404);

      const again = await run(place, ['import', file, '--on-conflict', 'update']);
      expect(again.out).toMatch(/\n +1 {2}updated\n +2 {2}here already\n +1 {2}refused\n/);
      expect(await ask(url, `/users/${jane}/verify_password`, { password: 'password' })).toMatchObject({ status: 200 });
      expect(await ask(url, `/users/${eve}`)).toMatchObject({ status: 200, body: { id: eve, first_name: 'Eve' } });
    });
  });

  test('a dry run changes not one row, and tells what the run then does', async () => {
    const file = desk.write('people.csv', people + twin + broken + people.split('\n')[1]);
    await run(place, ['import', desk.write('first.csv', people.split('\n').slice(0, 2).join('\n'))]);
    const before = await dumpOf(place);
    const dry = await run(place, ['import', file, '--dry-run'], { MUSTER_SECRET_KEY: 'sk_test_another' });
    expect(await dumpOf(place)).toEqual(before);
    const wet = await run(place, ['import', file]);
    const numbers = (text: string) => text.replace(/ in .*/, '').replaceAll('would be ', '');
    expect(dry).toMatchObject({ code: 1, out: expect.stringContaining('1  would be created\n') });
    expect(numbers(dry.out)).toBe(numbers(wet.out));
    expect(await dumpOf(place)).not.toEqual(before);
  });

  test('with `fail` nothing after the first conflict comes', async () => {
    const file = desk.write('people.csv', `${people}${twin}${jane}9,Zoe,zoe_z,,,,,\n`);
    const { code, out } = await run(place, ['import', file, '--on-conflict', 'fail']);
    expect(code).toBe(1);
    expect(out).toMatch(/^3 rows .*\n +2 {2}created\n +1 {2}refused\nStopped at the first conflict/);
    const { out: exported } = await run(place, ['export']);
    expect(exported).toContain('bob_b');
    expect(exported).not.toContain('zoe_z');
  });
});

describe('what it says and leaves', () => {
  let place: Place;
  beforeEach(async () => {
    place = await desk.place();
  });

  test('where there is no directory one is founded, and its keys are said once', async () => {
    const file = desk.write('people.csv', people);
    const fresh = { folder: desk.path('fresh'), databaseUrl: null };
    const first = await run(fresh, ['import', file]);
    expect(first).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^\nMuster has set up a new directory.*\n(.*\n)+ {2}password +[A-Za-z0-9]{20}\n/),
    });
    expect(readdirSync(fresh.folder)).toContain('muster.db');
    expect(existsSync(`${file}.report.jsonl`)).toBe(false);
    expect(await run(fresh, ['import', file])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('2  here already'),
    });
  });

  test('a dry run where there is none makes none', async () => {
    const fresh = { folder: desk.path('fresh'), databaseUrl: null };
    const said = await run(fresh, ['import', desk.write('people.csv', people), '--dry-run']);
    expect(said).toMatchObject({ code: 0, err: '', out: expect.stringContaining('2  would be created') });
    expect(existsSync(fresh.folder)).toBe(false);
  });

  test('gzip, JSON, and a report of another name, which is made private', async () => {
    const rows = [
      { id: jane, username: 'janedoe', email_addresses: [] },
      { id: bob, username: 'no good', email_addresses: [] },
    ];
    const file = desk.write('people.json.gz', gzipSync(JSON.stringify(rows)));
    const report = desk.write('report', 'of an earlier time, open to all\n');
    const said = await run(place, ['import', file, '--from', 'clerk', '--report', report]);
    expect(said).toMatchObject({ code: 1, out: expect.stringContaining(report) });
    expect(desk.read('report')).toMatch(/^\{"line":1,"who":".*","outcome":"refused",.*\}\n$/);
    expect(statSync(report).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.report.jsonl`)).toBe(false);
  });

  test.each([
    ['a file that is not there', ['nowhere.csv'], /nowhere\.csv cannot be read \(ENOENT\)/],
    ['nobody knows whose', ['strange.csv'], /looks like no system that is known; say which with --from \(auth0, /],
    ['another version', ['newer.jsonl'], /written in version 2 of the format, and this Muster reads version 1/],
    ['a header that is none', ['odd.jsonl'], /the header is not as it must be: version must be integer/],
    ['no hash parameters there', ['people.csv', '--firebase-hash', 'nowhere'], /nowhere cannot be read \(ENOENT\)/],
    ['no hash parameters in it', ['people.csv', '--firebase-hash', 'people.csv'], /holds no hash parameters/],
    ['a report over the file', ['people.csv', '--report', 'people.csv'], /would replace the file that is read/],
  ])('in one line: %s', async (_, args, words) => {
    desk.write('people.csv', people);
    desk.write('strange.csv', 'a,b\n1,2\n');
    desk.write('newer.jsonl', '{"type":"muster","version":2,"secrets":true}\n');
    desk.write('odd.jsonl', '{"type":"muster","version":"x","secrets":true}\n');
    const all = args.map((arg) => (/^[a-z]/.test(arg) ? desk.path(arg) : arg));
    const { code, out, err } = await run(place, ['import', ...all]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(words);
    expect(err).toMatch(/^muster: [^\n]*\n$/);
    expect(readdirSync(place.folder)).toEqual([]);
    expect(desk.read('people.csv')).toBe(people);
  });

  test('lines of its own format that lie are refused by their numbers, and the others come', async () => {
    const [header = '', one = '', two = '', three = ''] = (await fileFor(oddMovers())).split('\n');
    const spoilt = [
      one.replace('"username":"locked_one"', '"username":7'),
      two.replace('"public":{}', '"public":{"__proto__":{"admin":true}}'),
      three.replace('"serial":32', '"serial":32,"isAdmin":true'),
      '{"type":"image","id":"x","userId":"y","contentType":"image/png","createdAt":1,"bytes":"AA=="}',
      '{"type":"image","contentType":"text/html"}',
      '{"type":"user"',
      '[]',
      one,
    ];
    const file = desk.write('people.jsonl', [header, ...spoilt].join('\n'));
    const { code, out } = await run(place, ['import', file]);
    expect(code).toBe(1);
    expect(out).toMatch(/^8 rows from muster in .*\n +1 {2}created\n +7 {2}refused\n/);
    const report = desk.read('people.jsonl.report.jsonl').trim().split('\n');
    expect(report.map((line) => JSON.parse(line).line)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('batches', () => {
  const rows = (count: number, seen: { taken: number }): AsyncIterable<RowEvent> => ({
    async *[Symbol.asyncIterator]() {
      for (let line = 1; line <= count; line++) {
        seen.taken = line;
        yield { line, bytes: line * 100_000, row: { id: `user_${line}`, username: `user_${line}` } };
      }
    },
  });

  test('come while rows are still coming, bounded by rows and by bytes', async () => {
    const seen = { taken: 0 };
    let told = 0;
    for await (const { entries, bytes } of batchesOf(rows(1000, seen), clerk)) {
      told += entries.length;
      expect(entries.length).toBeLessThanOrEqual(Math.ceil((8 * 1024 * 1024) / 100_000));
      expect(seen.taken).toBe(told);
      expect(bytes).toBe(told * 100_000);
    }
    expect(told).toBe(1000);
  });

  test('of small rows are no larger than 500, and none is empty', async () => {
    const small = async function* (): AsyncGenerator<RowEvent> {
      for (let line = 1; line <= 1000; line++) yield { line, bytes: line, row: { id: `user_${line}` } };
    };
    const sizes: number[] = [];
    for await (const { entries } of batchesOf(small(), clerk)) sizes.push(entries.length);
    expect(sizes).toEqual([500, 500]);
  });

  test('come in the order of the file, also when the first ones take long', async () => {
    const hall = await openHall();
    const slow = Promise.withResolvers<void>();
    const { accept } = hall.ports.hasher;
    const hasher = { ...hall.ports.hasher, hash: () => slow.promise.then(() => [accept('md5', '0'.repeat(32))]) };
    const context = { ...hall.context, ports: { ...hall.ports, hasher } };
    const entry = (line: number, password: UserPatch['password']): Entry => ({
      ...{ line, who: null },
      arrival: { from: 'elsewhere', newcomer: { patch: patch({ username: set('adalove'), password }), past: noPast } },
    });
    const batch = (line: number, password: UserPatch['password'] = keep) => ({
      entries: [entry(line, password)],
      bytes: line,
    });
    async function* all() {
      yield batch(1, { op: 'set', plain: 'correct horse', checks: 'skip', preHash: 'none' });
      setTimeout(slow.resolve, 50);
      yield batch(2);
      yield batch(3);
    }
    const skipped: number[] = [];
    const report = async ({ line }: { line: number }) => void skipped.push(line);
    for await (const _ of importRows(context, all(), skipping, report));
    expect(skipped).toEqual([2, 3]);
  });

  test('stop reading when nobody takes them', async () => {
    const seen = { taken: 0 };
    for await (const _ of batchesOf(rows(1e6, seen), clerk)) break;
    expect(seen.taken).toBeLessThan(100);
  });
});
