// `muster export` as an operator meets it: what each format holds, that it is one moment, and that it can be read again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { apis } from '../../src/apis/index.ts';
import { exportUsers } from '../../src/core/commands/export-users.ts';
import type { User } from '../../src/core/model/user.ts';
import { batchesOf } from '../../src/transfer/arrivals.ts';
import { importRows, type Tally } from '../../src/transfer/import-rows.ts';
import { clerkSheet, ownSheet, type Sheet } from '../../src/transfer/muster/columns.ts';
import { writeCsv } from '../../src/transfer/rows/write-csv.ts';
import { openRowsOf, sourceOf } from '../../src/transfer/sources/recognise.ts';
import { anyText } from '../any-user.ts';
import { engines } from '../clients/engines.ts';
import type { World } from '../commands/world.ts';
import { email, idOf, now, phone } from '../users.ts';
import { type Desk, openDesk, run, start } from './command.ts';
import {
  anyMovers,
  digests,
  everybodyIn,
  fileFor,
  type Mover,
  makeHall,
  moveIn,
  moverOf,
  oddMovers,
  openHall,
  richMover,
  skipping,
  totp,
} from './movers.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

/** Writes a spreadsheet of this world, and reads it into the other as a file of the system. */
async function carry(from: World, to: World, sheet: Sheet, system: string | null): Promise<Tally> {
  const path = desk.path(`${system ?? 'own'}.csv`);
  async function* people() {
    for await (const page of exportUsers(from.context, { secrets: true })) {
      yield* page.map(({ written }) => sheet.rowOf(written)).filter((row) => row !== null);
    }
  }
  await writeCsv(sheet.columns, people(), { path, force: true });
  const opened = await openRowsOf(path, system);
  const source = await sourceOf(opened, system, null);
  if (source === 'unknown') throw new Error('nobody knows this sheet');
  let tally: Tally | null = null;
  const report = async (line: object) => expect(line).toBe('somebody who came');
  for await (const reached of importRows(to.context, batchesOf(opened.rows, source), skipping, report)) {
    tally = reached.tally;
  }
  return tally ?? expect.fail('nobody was in it');
}

const claims = (user: User) => ({
  emails: user.emails.map(({ address, verification }) => [address, verification?.status === 'verified']).toSorted(),
  phones: user.phones.map(({ number, verification }) => [number, verification?.status === 'verified']).toSorted(),
  primaryEmail: user.emails.find(({ id }) => id === user.primaryEmailId)?.address ?? null,
  primaryPhone: user.phones.find(({ id }) => id === user.primaryPhoneId)?.number ?? null,
});

/** What fits into the cells of the own spreadsheet. */
function inCells({ written: { user, secrets } }: Mover) {
  const { username, firstName, lastName, name, locale, timezone, externalId, role, groups, active, createdAt } = user;
  const totp = secrets?.totp ?? null;
  const fits = totp === null || (totp.algorithm === 'SHA1' && totp.digits === 6 && totp.periodSeconds === 30);
  return {
    ...{ username, firstName, lastName, name, locale, timezone, externalId, role, groups, active, createdAt },
    ...claims(user),
    metadata: user.metadata,
    banned: user.bannedAt !== null,
    lastSignInAt: user.activity.lastSignInAt,
    // Beside an authenticator that fits into no cell there is no password either: nobody gets in with less than before.
    password: fits ? (secrets?.passwords.find(({ preHash }) => preHash === 'none')?.digest ?? null) : null,
    totp: fits ? totp : null,
  };
}

describe('the own spreadsheet', () => {
  test('brings back what fits into cells', async () => {
    const [from, to] = [await openHall(), await openHall()];
    await moveIn(from, [richMover(), ...oddMovers().filter(({ written }) => written.user.username !== null)]);
    expect(await carry(from, to, ownSheet, null)).toMatchObject({ rows: 6, created: 6 });
    const back = await everybodyIn(to);
    expect(back.map(inCells)).toEqual((await everybodyIn(from)).map(inCells));
    for (const { written } of back.filter(({ written }) => written.user.credentials.password !== null)) {
      const { passwords } = written.secrets ?? expect.fail();
      expect((await to.ports.hasher.verify('password', passwords, 'none')).matches).toBe(true);
    }
    expect(back.find(({ written }) => written.user.username === 'adalove')?.written.user).toMatchObject({
      id: idOf(100),
      aliases: {},
      updatedAt: richMover().written.user.updatedAt,
    });
  });

  test('brings back what fits of anybody who could be created', async () => {
    const found = anyMovers.map((movers) =>
      movers.map(({ written: { user, secrets } }, index): Mover => {
        const username = `user_number_${index}`;
        const createdAt = Math.min(user.createdAt, user.activity.lastSignInAt ?? now);
        return { written: { user: { ...user, username, createdAt, profileImageId: null }, secrets }, images: [] };
      }),
    );
    await fc.assert(
      fc.asyncProperty(found, async (movers) => {
        const [from, to] = [await makeHall(), await makeHall()];
        try {
          await moveIn(from, movers);
          await carry(from, to, ownSheet, null);
          expect((await everybodyIn(to)).map(inCells)).toEqual((await everybodyIn(from)).map(inCells));
        } finally {
          await Promise.all([from, to].map(({ ports }) => ports.store.close()));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('names that a spreadsheet would run are guarded, and come back unchanged; telephones stay readable', async () => {
    const names = ["=cmd|' /C calc'!A0", '+1', '-1+1', '@x', '\tx', "'=x", '＝x', 'a,b"c', 'a\nb', "'t Hooft"];
    const movers = names.map((firstName, index) =>
      moverOf({
        id: idOf(500 + index),
        serial: 50 + index,
        username: `user_${index}`,
        firstName,
        phones: [phone(600 + index, `+1213373425${index}`)],
        primaryPhoneId: idOf(600 + index),
      }),
    );
    const [from, to] = [await openHall(), await openHall()];
    await moveIn(from, movers);
    await carry(from, to, ownSheet, null);
    const text = desk.read('own.csv');
    expect(text).not.toMatch(/(^|,|")[=@＝\t-]/m);
    expect(text.match(/,\+1213373425\d,/g)).toHaveLength(2 * names.length);
    expect((await everybodyIn(to)).map(({ written }) => written.user.firstName)).toEqual(names);
  });

  test('any name at all comes back', async () => {
    const texts = fc.array(
      anyText.filter((text) => text !== '' && !text.includes('\0')),
      { minLength: 20, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        const [from, to] = [await makeHall(), await makeHall()];
        const movers = all.map((lastName, index) =>
          moverOf({ id: idOf(500 + index), serial: 50 + index, username: `user_${index}`, lastName }),
        );
        try {
          await moveIn(from, movers);
          await carry(from, to, ownSheet, null);
          expect((await everybodyIn(to)).map(({ written }) => written.user.lastName)).toEqual(all);
        } finally {
          await Promise.all([from, to].map(({ ports }) => ports.store.close()));
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('the spreadsheet for Clerk', () => {
  const writeId = apis.find(({ name }) => name === 'clerk')?.writeUserId ?? expect.fail();

  test('brings names, addresses, passwords and authenticators', async () => {
    const [from, to] = [await openHall(), await openHall()];
    await moveIn(from, [richMover(), ...oddMovers().filter(({ written }) => written.user.username !== null)]);
    await carry(from, to, clerkSheet(writeId), 'clerk');
    const [before, after] = [await everybodyIn(from), await everybodyIn(to)];
    const seen = ({ written: { user, secrets } }: Mover) => ({
      ...claims(user),
      names: [user.username, user.firstName, user.lastName],
      totp: secrets?.totp ?? null,
    });
    expect(after.map(seen)).toEqual(before.map(seen));
    const alias = 'user_2hrlVnPqrMNbP6aTnFrZcbtPDEY';
    expect(after.find(({ written }) => written.user.aliases.clerk === alias)?.written).toMatchObject({
      secrets: { passwords: [digests.foreign], totp },
    });
    // An id that is a spelling of ours is the id again, and answers as before.
    const named = ({ written: { user } }: Mover) => user.aliases.clerk ?? user.id;
    expect(after.map(named)).toEqual(before.map(named));
    expect(desk.read('clerk.csv').split('\r\n')[0]).toMatch(/^id,first_name,last_name,username,primary_email_address,/);
  });

  test('leaves the digest out where Clerk has no name for its scheme', () => {
    const { user } = moverOf({ emails: [email(1, 'a@example.com')] }).written;
    const passwords = [{ scheme: 'keycloak-json', digest: '{}', preHash: 'none' } as const];
    const secrets = { passwords, totp: null, enrolling: null, backupCodes: [] };
    expect(clerkSheet(writeId).rowOf({ user, secrets })).toMatchObject({
      password_digest: null,
      password_hasher: null,
    });
  });
});

describe('the command', () => {
  test('refuses in words where there is no directory, and makes none', async () => {
    const place = { folder: desk.path('nowhere'), databaseUrl: null };
    const { code, out, err } = await run(place, ['export', '--out', desk.path('a.jsonl')]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^muster: there is no directory in .*nowhere; choose its folder with MUSTER_DATA\n$/);
    expect([existsSync(place.folder), existsSync(desk.path('a.jsonl'))]).toEqual([false, false]);
  });

  test('writes private files, whole, and replaces none unless told so', async () => {
    const place = await desk.place();
    const file = desk.write('people.jsonl', await fileFor([richMover()]));
    await run(place, ['import', file]);
    const out = desk.path('a.jsonl');
    const first = await run(place, ['export', '--with-secrets', '--out', out]);
    expect(first).toMatchObject({ code: 0, out: '', err: expect.stringMatching(/^3 users in .*in clear: keep it as/) });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const text = desk.read('a.jsonl');
    const second = await run(place, ['export', '--out', out]);
    expect(second).toMatchObject({ code: 1, err: expect.stringMatching(/^muster: .*a\.jsonl exists already\n$/) });
    expect(desk.read('a.jsonl')).toBe(text);
    expect(await run(place, ['export', '--out', out, '--force'])).toMatchObject({ code: 0 });
    expect(desk.read('a.jsonl')).not.toContain(totp.secret);
    const csv = await run(place, ['export', '--format', 'csv']);
    expect(csv.out).toMatch(/^muster_id,.*\r\n[^\r]*adalove[^\r]*'=cmd\|x/);
    expect(csv.out).not.toMatch(/Admin|guest/);
    expect((await run(place, ['export', '--format', 'xml'])).err).toMatch(/Allowed choices are jsonl, clerk-csv, csv/);
    expect(readdirSync(place.folder).toSorted()).toEqual(['muster.db']);
  });

  test('says in one line that nobody reads any more', async () => {
    const place = await desk.place();
    const movers = Array.from({ length: 2000 }, (_, index) => moverOf({ id: idOf(10_000 + index), serial: 3 + index }));
    await run(place, ['import', desk.write('people.jsonl', await fileFor(movers))]);
    const { ended, stop } = start(place, ['export']);
    stop();
    expect(await ended).toMatchObject({ code: 1, err: 'muster: whoever read the standard output has gone\n' });
  });

  test.each(engines)('holds one moment while others come and go, on $name', async (engine) => {
    const place = await desk.place(engine);
    await run(place, ['import', desk.write('people.jsonl', await fileFor([richMover()]))]);
    const database = place.databaseUrl ?? join(place.folder, 'muster.db');
    const others = spawn(process.execPath, [join(import.meta.dirname, 'pairs.ts'), database], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(others, 'exit');
    try {
      await once(others.stdout, 'data');
      const moments = new Set<string>();
      for (let count = 0; count < 4; count++) {
        const { code, out } = await run(place, ['export']);
        expect(code).toBe(0);
        const [left, right] = ['left', 'right'].map((side) =>
          [...out.matchAll(new RegExp(`"username":"${side}_(\\d+)"`, 'g'))]
            .map(([, number]) => Number(number))
            .toSorted(),
        );
        expect(left).toEqual(right);
        expect(left?.length).toBeGreaterThan(590);
        moments.add(String(left));
      }
      expect(moments.size).toBeGreaterThan(1);
    } finally {
      others.kill('SIGKILL');
      await ended;
    }
  });
});
