// Secrets as canaries: none appears in an answer, in the log, in the history, or in the clear in the files.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unique } from '../clients/clerk.ts';
import { engines, type Room } from '../clients/engines.ts';
import { masterKey, type ServerProcess, secretKey, startServer } from '../clients/server.ts';
import { pixel, textAt } from '../conformance/app.ts';
import { queryOf } from '../crash/database.ts';
import { codeAt, totpOf } from '../time-codes.ts';

/** Each of these is told to the server at some point and must be found nowhere. */
const canaries = {
  password: 'Canary-7f3a91-password',
  changedPassword: 'Canary-5b20c4-changed',
  wrongPassword: 'Canary-e81d06-wrong',
  weakPassword: 'Canary1',
  unparsedPassword: 'Canary-90af3b-unparsed',
  adminPassword: 'Canary-c47e12-admin',
  digest: '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm',
  wrongDigest: '$2b$04$Canary-33d9aa',
  totpSecret: 'CANARYJBSWY3DPEHPK3PXPAB',
  backupCode: 'canary-backup-61c8',
  otherBackupCode: 'canary-backup-a07b',
  wrongCode: 'canary-code-4f2e',
  typedIdentifier: 'canary-typed-into-the-wrong-field-d1',
  secretKey,
  wrongKey: 'sk_test_Canary-2ab7f0',
  coroniumKey: 'Canary-1c9e77-application-key',
  masterKey,
};

const totp = { ...totpOf(1), secret: canaries.totpSecret };

/** How a secret may hide: as it is, in base64, in hex. */
function spellings(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  return [bytes, Buffer.from(bytes.toString('base64').replace(/=+$/, '')), Buffer.from(bytes.toString('hex'))];
}

function found(text: Buffer | string): string[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const names = Object.entries(canaries).filter(([, secret]) =>
    spellings(secret).some((spelling) => bytes.includes(spelling)),
  );
  return names.map(([name]) => name);
}

describe.each(engines)('on $name', (engine) => {
  let room: Room;
  let server: ServerProcess;
  const answers: string[] = [];
  const leaving: (() => Promise<void>)[] = [];

  async function ask(method: string, path: string, body?: unknown, key = secretKey): Promise<unknown> {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'clerk-api-version': '2025-11-10',
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    answers.push(`${[...response.headers].join('\n')}\n${text}`);
    expect(response.status).toBeLessThan(500);
    return text.startsWith('{') ? JSON.parse(text) : null;
  }

  /** Second factors through the native API, and signing in with them. */
  async function confideFactors(user: string, identifier: string): Promise<void> {
    const { changedPassword: password, otherBackupCode, wrongCode, typedIdentifier, wrongPassword } = canaries;
    await ask('PATCH', user, { totp: { secret: totp.secret, digits: 8 }, backupCodes: [otherBackupCode] });
    await ask('POST', `${user}/second-factor/verify`, { code: wrongCode });
    await ask('POST', '/api/sign-in', { identifier, password, code: wrongCode });
    const signedIn = await ask('POST', '/api/sign-in', { identifier, password, code: otherBackupCode });
    expect(textAt(signedIn, 'token')).not.toBe('');
    await ask('POST', '/api/sign-in', { identifier: typedIdentifier, password: wrongPassword });
    await ask('GET', `${user}/history`);
    await ask('GET', '/api/realm/history');
  }

  /** Says every canary, in good and in bad requests. */
  async function confide(): Promise<void> {
    const { password, changedPassword, wrongPassword, weakPassword, digest, wrongDigest, totpSecret } = canaries;
    const username = unique();
    const id = textAt(await ask('POST', '/v1/users', { username, password }), 'id');
    expect(id).not.toBe('');
    const user = `/v1/users/${id}`;
    await ask('POST', `${user}/verify_password`, { password });
    await ask('POST', `${user}/verify_password`, { password: wrongPassword });
    await ask('POST', `${user}/verify_password`, { password: [wrongPassword] });
    await ask('PATCH', user, { password: weakPassword });
    await ask('PATCH', user, { password: { [wrongPassword]: wrongPassword } });
    await ask('PATCH', user, { [wrongPassword]: 1 });
    await ask('PATCH', user, { password: changedPassword, sign_out_of_other_sessions: true });
    await ask('PATCH', user, { password_digest: digest, password_hasher: 'bcrypt' });
    await ask('PATCH', user, { password_digest: wrongDigest, password_hasher: 'bcrypt' });
    await ask('PATCH', user, { password_digest: digest, password_hasher: wrongPassword });
    await ask('PATCH', user, { totp_secret: totpSecret });
    await ask('PATCH', user, { backup_codes: [canaries.backupCode, canaries.otherBackupCode] });
    await ask('POST', `${user}/verify_totp`, { code: canaries.wrongCode });
    await ask('POST', `${user}/verify_totp`, { code: canaries.backupCode });
    await ask('POST', `${user}/verify_totp`, { code: codeAt(totp, Date.now()) });
    await ask('PATCH', user, { totp_secret: `${totpSecret}!`, backup_codes: [`$2b$04$${canaries.backupCode}`] });
    await ask('PATCH', user, `{"password":"${canaries.unparsedPassword}",}`);
    await ask('PATCH', user, `{"password":"${canaries.unparsedPassword}","a":"\\u0000"}`);
    await ask('POST', '/v1/users', { username, password, email_address: ['wrong'] });
    await ask('POST', '/v1/users', { username: unique(), password_digest: digest, password_hasher: 'bcrypt' });
    await ask('GET', `/v1/users?query=${encodeURIComponent(secretKey)}`);
    await ask('GET', user, undefined, canaries.wrongKey);
    await ask('GET', user, undefined, canaries.coroniumKey);
    for (const path of [
      '/v1/users',
      user,
      '/v1/jwks',
      '/metrics',
      '/health',
      '/ready',
      '/api/realm',
      `/api/users/${id}`,
    ]) {
      await ask('GET', path);
    }
    await ask('GET', `/api/users/${id}/history`);
    const form = new FormData();
    form.append('file', new Blob([pixel], { type: 'image/png' }));
    const upload = await fetch(`${server.url}${user}/profile_image`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secretKey}` },
      body: form,
    });
    expect(upload.status).toBe(200);
    const native = { username: unique(), password: { plain: canaries.password } };
    expect(textAt(await ask('POST', '/api/users', native), 'id')).not.toBe('');
    await ask('POST', '/api/users', { username: unique(), password: { digest, scheme: 'bcrypt' } });
    await ask('PUT', `/api/users/${id}/password`, { password: canaries.changedPassword });
    await ask('POST', `/api/users/${id}/password/verify`, { password: canaries.wrongPassword });
    await ask('PATCH', `/api/users/${id}`, { password: canaries.weakPassword });
    await confideFactors(`/api/users/${id}`, username);
  }

  beforeAll(async () => {
    room = await engine.open();
    leaving.push(room.leave);
    const pinned = { MUSTER_ADMIN_PASSWORD: canaries.adminPassword, MUSTER_CORONIUM_KEY: canaries.coroniumKey };
    server = await startServer(room.place, { ...pinned, MUSTER_LOG_LEVEL: 'trace' });
    leaving.unshift(() => server.kill());
    await confide();
    await server.kill('SIGTERM');
  });
  afterAll(async () => {
    for (const leave of leaving.splice(0)) await leave();
  });

  test('no answer gives one away', () => {
    // A digest that was refused by its name, or a field by its name, may be quoted; a secret may not.
    const told = answers.flatMap(found).filter((name) => name !== 'wrongPassword');
    expect(told).toEqual([]);
    const quoted = answers.filter((answer) => found(answer).includes('wrongPassword'));
    expect(
      quoted.every((answer) => /is not a valid parameter|does not match one of the allowed values/.test(answer)),
    ).toBe(true);
  });

  test('the log, at its most talkative, and what is printed hold none', () => {
    expect(server.log().split('\n').length).toBeGreaterThan(20);
    expect(found(server.log())).toEqual([]);
    expect(found(server.out())).toEqual([]);
  });

  test('no file in the data folder holds one', () => {
    const entries = readdirSync(room.place.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    if (engine.name === 'SQLite') expect(files.some((path) => path.endsWith('muster.db'))).toBe(true);
    for (const path of files) expect(found(readFileSync(path)), path).toEqual([]);
  });

  test('no table holds one, the history least of all', async () => {
    const query = queryOf(room.place);
    for (const table of [
      'realm',
      'api_key',
      'signing_key',
      '"user"',
      'user_key',
      'user_search',
      'user_name',
      'image',
      'change',
      'session',
      'mail',
      'throttle',
    ]) {
      const rows = await query(`SELECT * FROM ${table}`);
      expect(found(JSON.stringify(rows)), table).toEqual([]);
    }
    const history = JSON.stringify(await query('SELECT diff FROM change'));
    expect(history).toContain('credentials');
    expect(history).not.toMatch(/\$argon2|\$2b\$|BEGIN PRIVATE/);
  });
});
