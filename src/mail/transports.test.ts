// Tests of the transports: what arrives at a mail server, what lies in the folder, and what cannot be smuggled in.

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openEmlFiles } from './eml-files.ts';
import { isMailable } from './message.ts';
import { openSmtp } from './smtp.ts';
import { type SmtpServer, startSmtpServer } from './smtp-server.fixture.ts';
import { type Letter, Undeliverable } from './transport.ts';

const letter: Letter = {
  id: '0190a0b0-0000-7000-8000-000000000001',
  from: 'Muster <muster@example.com>',
  replyTo: null,
  to: 'anna@example.org',
  subject: 'The subject',
  text: 'Hello,\n\n.\nnew: größer@example.com\n',
  html: '<p>Hello</p>',
  at: Date.UTC(2026, 7, 3, 14, 5, 59),
};

const servers: SmtpServer[] = [];
const folders: string[] = [];

async function start(answer?: (line: string) => string | null): Promise<SmtpServer> {
  const server = await startSmtpServer(answer);
  servers.push(server);
  return server;
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-mail-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe('SMTP', () => {
  test('hands over text and HTML, with a Message-ID that stays', async () => {
    const server = await start();
    const transport = openSmtp(server.url);
    await transport.send(letter);
    await transport.send(letter);
    await transport.close();
    const [first, second] = server.received;
    expect(first).toMatchObject({ from: expect.stringMatching(/^MAIL FROM:<muster@example.com>/) });
    expect(first?.to).toEqual(['RCPT TO:<anna@example.org>']);
    for (const line of [
      'From: Muster <muster@example.com>',
      'To: anna@example.org',
      'Subject: The subject',
      'Message-ID: <0190a0b0-0000-7000-8000-000000000001@muster.invalid>',
      'Auto-Submitted: auto-generated',
      'Date: Mon, 03 Aug 2026 14:05:59 +0000',
      'Content-Type: multipart/alternative',
    ]) {
      expect(first?.message).toContain(line);
    }
    expect(first?.message).toContain('\r\n..\r\n');
    expect(first?.message).toContain('gr=C3=B6=C3=9Fer@example.com');
    expect(second?.message).toContain('Message-ID: <0190a0b0-0000-7000-8000-000000000001@muster.invalid>');
  });

  test('a recipient refused for good is undeliverable; anything else may pass', async () => {
    const gone = await start((line) => (line.startsWith('RCPT') ? '550 no such user' : null));
    await expect(openSmtp(gone.url).send(letter)).rejects.toThrow(Undeliverable);
    for (const [command, reply] of [
      ['RCPT', '451 later'],
      ['MAIL', '550 not from you'],
      ['DATA', '554 not now'],
      ['EHLO', '421 busy'],
    ] as const) {
      const server = await start((line) => (line.startsWith(command) ? reply : null));
      const failure = await openSmtp(server.url)
        .send(letter)
        .catch((error: unknown) => error);
      expect(failure, `${command} ${reply}`).toBeInstanceOf(Error);
      expect(failure, `${command} ${reply}`).not.toBeInstanceOf(Undeliverable);
    }
  });

  test.each(['', 'http://example.com', 'smtp', 'file:///etc/passwd', 'canary-password'])(
    'refuses the URL %j',
    (url) => {
      expect(() => openSmtp(url)).toThrow('must be given as');
      expect(() => openSmtp(url)).not.toThrow('canary');
    },
  );

  test('one address stays one address, and no header or command can be smuggled in', async () => {
    const server = await start();
    const transport = openSmtp(server.url);
    for (const to of ['a@example.org\r\nBcc: eve@example.org', 'a@example.org>\r\nRCPT TO:<eve@example.org']) {
      await transport.send({ ...letter, to, subject: 'Hi\r\nBcc: eve@example.org' }).catch(() => null);
    }
    for (const { to, message } of server.received) {
      expect(to).toHaveLength(1);
      expect(message).not.toMatch(/^Bcc:/m);
    }
    await transport.close();
  });
});

describe('addresses', () => {
  test.each(['a@b', 'anna.o+tag@example.org', 'größer@bücher.example', "o'neil@example.org"])(
    '%s is mailable',
    (address) => {
      expect(isMailable(address)).toBe(true);
    },
  );

  test.each([
    '',
    'anna',
    '@example.org',
    'anna@',
    'a@b@c',
    'a@example.org,eve@example.org',
    'a@example.org;eve@example.org',
    'a@example.org\r\nBcc: eve@example.org',
    'a@example.org\n',
    'Anna <a@example.org>',
    '"a@example.org x"@eve.example',
    'a@example.org (eve)',
    'a@[127.0.0.1]',
    'a\0@example.org',
    'a\u202e@example.org',
    `${'a'.repeat(320)}@example.org`,
  ])('%j is not', (address) => {
    expect(isMailable(address)).toBe(false);
  });
});

describe('files', () => {
  test('keeps a letter as one whole file for the owner only; again is the same file', async () => {
    const folder = join(await newFolder(), 'mails');
    const transport = openEmlFiles(folder);
    await transport.send(letter);
    await transport.send(letter);
    const name = '20260803T140559000Z-0190a0b0-0000-7000-8000-000000000001.eml';
    expect(await readdir(folder)).toEqual([name]);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const content = await readFile(join(folder, name), 'utf8');
    expect(content).toContain('To: anna@example.org\r\n');
    expect(content).toContain('gr=C3=B6=C3=9Fer@example.com');
  });

  test('no id leads out of the folder', async () => {
    const folder = join(await newFolder(), 'mails');
    await openEmlFiles(folder).send({ ...letter, id: '../../etc/passwd\0' });
    expect(await readdir(folder)).toEqual(['20260803T140559000Z--etc-passwd-.eml']);
  });

  test('a letter without HTML is text alone, and says where answers go', async () => {
    const folder = await newFolder();
    await openEmlFiles(folder).send({ ...letter, html: null, replyTo: 'game@example.net' });
    const [name = ''] = await readdir(folder);
    const content = await readFile(join(folder, name), 'utf8');
    expect(content).toContain('Content-Type: text/plain; charset=utf-8');
    expect(content).toContain('Reply-To: game@example.net\r\n');
    expect(content).not.toContain('text/html');
  });

  test('a letter cannot name files to be sent along', async () => {
    const folder = await newFolder();
    await openEmlFiles(folder).send({ ...letter, text: '/etc/passwd', html: '<img src="file:///etc/passwd">' });
    const [name = ''] = await readdir(folder);
    expect(await readFile(join(folder, name), 'utf8')).not.toContain('root:');
  });
});
