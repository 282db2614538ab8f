// Backup and restore as an operator does them: beside a server that is written to, into a folder that a server starts in.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { uuidOfKsuid } from '../src/core/model/id.ts';
import { environmentOf, type Place, secretKey, startServer, temporaryFolder } from './clients/server.ts';
import { withDatabase } from './crash/database.ts';
import { audit } from './crash/ledger.ts';
import { startBurst } from './crash/load.ts';

const command = join(import.meta.dirname, '../bin/muster.js');
const password = 'correct horse battery 7!';
const quiet = { MUSTER_LOG_LEVEL: 'error' };
/** As `quiet`, and the key is in the folder. */
const ownKey = { ...quiet, MUSTER_MASTER_KEY: '' };

let root = { path: '', remove: () => {} };
let file = '';
let place: Place;
beforeEach(() => {
  root = temporaryFolder();
  file = join(root.path, 'backup.db');
  place = folderNamed('data');
});
afterEach(() => root.remove());

function folderNamed(name: string): Place {
  const folder = join(root.path, name);
  mkdirSync(folder, { mode: 0o700 });
  return { folder, databaseUrl: null };
}

/** Runs one of the commands at a place; answers how it ended and what it said. */
async function muster(at: Place, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [command, ...args], { env: { ...environmentOf(at), ...more } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (piece) => {
    said.out += piece;
  });
  child.stderr.on('data', (piece) => {
    said.err += piece;
  });
  const [code]: unknown[] = await once(child, 'close');
  return { code, ...said };
}

async function ask(url: string, path: string, body: object): Promise<{ status: number; body: { id: string } }> {
  const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

/** Lets a server run at a place while `use` uses it. */
async function serving<Result>(at: Place, environment: NodeJS.ProcessEnv, use: (url: string) => Promise<Result>) {
  const server = await startServer(at, environment);
  try {
    return await use(server.url);
  } finally {
    await server.kill('SIGTERM');
  }
}

const createUser = async (url: string, username: string): Promise<string> =>
  (await ask(url, '/users', { username, password })).body.id;
const contents = (at: Place) =>
  readdirSync(at.folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(join(at.folder, name)).toString('base64')]);

test('a backup under load is one moment of the directory, and a server starts on it', async () => {
  const wires = await serving(place, quiet, async (url) => {
    const users = await Promise.all(Array.from({ length: 4 }, (_, index) => createUser(url, `subject_${index}`)));
    const burst = startBurst(url, users, 1, 8);
    await burst.begun;
    await pause(300);
    const before = new Set(burst.attempts.filter(({ acknowledged }) => acknowledged).map(({ mark }) => mark));
    const { code, out, err } = await muster(place, ['backup', file]);
    const attempts = burst.attempts.map((each) => ({ ...each, acknowledged: before.has(each.mark) }));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/: \d+ users, \d+ bytes, \d+\.\d s; checked and on disk\.\n.*MUSTER_MASTER_KEY.*\n$/);
    expect(burst.attempts.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(before.size);

    const target = folderNamed('restored');
    expect(await muster(target, ['restore', file])).toMatchObject({ code: 0, err: '' });
    expect(existsSync(join(target.folder, 'master.key'))).toBe(false);
    const subjects = users.map((wire) => ({ wire, id: uuidOfKsuid(wire.replace('user_', '')) ?? '', rev: 1 }));
    const faults = await withDatabase(target, async (query) => {
      expect(await query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      return audit(query, subjects, 1, attempts);
    });
    expect(faults).toEqual([]);
    return users;
  });

  await serving({ folder: join(root.path, 'restored'), databaseUrl: null }, quiet, async (url) => {
    for (const wire of wires) {
      expect(await ask(url, `/users/${wire}/verify_password`, { password })).toMatchObject({ status: 200 });
      expect((await ask(url, `/users/${wire}/verify_password`, { password: 'wrong' })).status).toBe(422);
    }
    expect((await ask(url, '/users', { username: 'subject_0', password })).status).toBe(422);
  });
});

describe('with the key in the folder', () => {
  let wire = '';
  beforeEach(async () => {
    wire = await serving(place, ownKey, async (url) => {
      const id = await createUser(url, 'early_bird');
      const { code, out } = await muster(place, ['backup', file], ownKey);
      expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining(join(place.folder, 'master.key')) });
      await createUser(url, 'late_bird');
      return id;
    });
    expect(readFileSync(file).includes(readFileSync(join(place.folder, 'master.key')))).toBe(false);
  });

  test('a restore with --force goes back in time, and keeps what was', async () => {
    expect(await muster(place, ['restore', file], ownKey)).toMatchObject({ code: 1, out: '' });
    const { code, out, err } = await muster(place, ['restore', file, '--force'], ownKey);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^1 users are in .*\nThe directory that was there is kept as .*before-restore.*\n/);
    await serving(place, ownKey, async (url) => {
      expect(await ask(url, `/users/${wire}/verify_password`, { password })).toMatchObject({ status: 200 });
      expect((await ask(url, '/users', { username: 'late_bird', password })).status).toBe(200);
    });
  });

  test('a restore is refused while a server runs, which goes on', async () => {
    await serving(place, ownKey, async (url) => {
      const { code, err } = await muster(place, ['restore', file, '--force'], ownKey);
      expect(code).toBe(1);
      expect(err).toContain('open in another process; stop the server first');
      expect((await ask(url, '/users', { username: 'third_bird', password })).status).toBe(200);
    });
    expect(readdirSync(place.folder).sort()).toEqual(['master.key', 'muster.db']);
  });

  test('a restore is refused without the key, and with another, and changes nothing', async () => {
    const bare = folderNamed('bare');
    const without = await muster(bare, ['restore', file], ownKey);
    expect(without).toMatchObject({ code: 1, out: '' });
    expect(without.err).toMatch(/no master\.key in .*, and MUSTER_MASTER_KEY is not set: first put there the key/);
    const before = contents(place);
    const other = Buffer.alloc(32, 9).toString('base64');
    for (const at of [bare, place]) {
      const wrong = await muster(at, ['restore', file, '--force'], { ...quiet, MUSTER_MASTER_KEY: other });
      expect(wrong).toMatchObject({ code: 1, out: '' });
      expect(wrong.err).toContain('MUSTER_MASTER_KEY is not the key that its secrets were sealed with');
      expect(wrong.err).not.toContain(other);
    }
    writeFileSync(join(bare.folder, 'master.key'), other);
    expect((await muster(bare, ['restore', file], ownKey)).err).toContain('master.key is not the key');
    expect(contents(place)).toEqual(before);
    expect(readdirSync(bare.folder)).toEqual(['master.key']);
  });

  test('a damaged backup is refused and changes nothing', async () => {
    const before = contents(place);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0, 8192, 65_536));
    const { code, err } = await muster(place, ['restore', file, '--force'], ownKey);
    expect(code).toBe(1);
    expect(err).toMatch(/was not restored, and nothing was changed: it is damaged/);
    expect(contents(place)).toEqual(before);
  });

  test('a backup is not replaced unless told so', async () => {
    const { mtimeMs, mode } = statSync(file);
    expect(mode & 0o777).toBe(0o600);
    const refused = await muster(place, ['backup', file], ownKey);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('exists; --force replaces it') });
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    expect(await muster(place, ['backup', file, '--force'], ownKey)).toMatchObject({ code: 0 });
  });
});

describe('refused in words', () => {
  test.each([
    ['backup', /pg_dump/],
    ['restore', /pg_restore/],
  ])('%s of PostgreSQL', async (name, words) => {
    const { code, err } = await muster(place, [name, file], { DATABASE_URL: 'postgres://u:canary-pw@nowhere/d' });
    expect(code).toBe(1);
    expect(err).toMatch(words);
    expect(err).not.toContain('canary-pw');
  });

  test('a backup where there is no directory, which makes none', async () => {
    const { code, err } = await muster(place, ['backup', file]);
    expect(code).toBe(1);
    expect(err).toMatch(/no backup was made: there is no database at .*MUSTER_DATA/);
    expect(readdirSync(place.folder)).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});
