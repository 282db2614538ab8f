// Tests of the postman: what is sent, tried again, given up, and finished before closing.

import { afterEach, describe, expect, test } from 'vitest';
import type { MailOrder } from '../core/ports.ts';
import { openPostman, type Postman, type PostmanOptions } from './postman.ts';
import { type Letter, type Transport, Undeliverable } from './transport.ts';

const start = Date.UTC(2026, 7, 3);
const minute = 60_000;
const hour = 60 * minute;

const postmen: Postman[] = [];
afterEach(async () => {
  for (const postman of postmen.splice(0)) await postman.close();
});

function orderOf(id: string, to = 'anna@example.org'): MailOrder {
  const values = { before: to, after: 'canary@example.org' };
  return { id, realm: 'default', template: 'primary-email-changed', to, values, sealed: null, createdAt: start };
}

/** Opens `<context>|<text>` for that context only. */
const vault: PostmanOptions['vault'] = {
  openText(sealed, context) {
    if (!sealed.startsWith(`${context}|`)) throw new Error(`canary ${sealed}`);
    return sealed.slice(context.length + 1);
  },
};

/** A store in memory that counts an attempt when it hands a mail out. */
class Mailbox {
  readonly mails = new Map<string, { order: MailOrder; dueAt: number | null; attempts: number }>();

  order(...orders: readonly MailOrder[]): void {
    for (const order of orders) this.mails.set(order.id, { order, dueAt: order.createdAt, attempts: 0 });
  }

  async takeMails(
    now: number,
    holdUntil: number,
    limit: number,
  ): Promise<readonly (MailOrder & { attempts: number })[]> {
    const due = [...this.mails.values()].filter(({ dueAt }) => dueAt !== null && dueAt <= now).slice(0, limit);
    return due.map((mail) => {
      mail.dueAt = holdUntil;
      mail.attempts++;
      return { ...mail.order, attempts: mail.attempts };
    });
  }

  async finishMail(id: string): Promise<void> {
    this.mails.delete(id);
  }

  async postponeMail(id: string, retryAt: number | null): Promise<void> {
    const mail = this.mails.get(id);
    if (mail !== undefined) mail.dueAt = retryAt;
  }
}

type World = {
  readonly mailbox: Mailbox;
  readonly sent: Letter[];
  readonly log: string[];
  now: number;
  closed: boolean;
};

function newWorld(): World {
  return { mailbox: new Mailbox(), sent: [], log: [], now: start, closed: false };
}

function open(world: World, send: Transport['send'], store: PostmanOptions['store'] = world.mailbox): Postman {
  const note = (facts: unknown, text: string) => world.log.push(`${text} ${JSON.stringify(facts)}`);
  const transport: Transport = {
    async send(letter) {
      await send(letter);
      world.sent.push(letter);
    },
    async close() {
      world.closed = true;
    },
  };
  const log = { info: note, warn: note, error: note };
  const from = 'Muster <muster@example.com>';
  const postman = openPostman({ store, clock: () => world.now, transport, vault, from, log });
  postmen.push(postman);
  return postman;
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

test('sends what an earlier process has left, then what it is woken for, each once', async () => {
  const world = newWorld();
  world.mailbox.order(orderOf('1'), orderOf('2'), orderOf('3'), orderOf('4'), orderOf('5'), orderOf('6'));
  const postman = open(world, async () => {});
  await soon();
  world.mailbox.order(orderOf('7'));
  postman.wake();
  postman.wake();
  await soon();
  expect(world.sent.map((letter) => letter.id)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  expect(world.sent[0]).toMatchObject({ to: 'anna@example.org', from: 'Muster <muster@example.com>', at: start });
  expect(world.mailbox.mails.size).toBe(0);
});

describe('a mail that fails', () => {
  test('is tried again after 1, 2, 4 … minutes up to 6 hours, and is dead after 3 days', async () => {
    const world = newWorld();
    world.mailbox.order(orderOf('1'));
    const postman = open(world, async () => {
      throw new Error('server down: canary');
    });
    const waits: number[] = [];
    for (let attempt = 1; attempt < 40; attempt++) {
      await soon();
      const mail = world.mailbox.mails.get('1');
      expect(mail?.attempts).toBe(attempt);
      const dueAt = mail?.dueAt ?? null;
      if (dueAt === null) break;
      waits.push(dueAt - world.now);
      world.now = dueAt;
      postman.wake();
    }
    const doubled = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((minutes) => minutes * minute);
    expect(waits.slice(0, 9)).toEqual(doubled);
    expect(new Set(waits.slice(9))).toEqual(new Set([6 * hour]));
    expect(world.now - start).toBeGreaterThanOrEqual(72 * hour);
    expect(world.now - start).toBeLessThan(79 * hour);
    expect(world.mailbox.mails.get('1')).toMatchObject({ dueAt: null });
  });

  test('is not tried before its time, and succeeds later', async () => {
    const world = newWorld();
    world.mailbox.order(orderOf('1'));
    let broken = true;
    let calls = 0;
    const postman = open(world, async () => {
      calls++;
      if (broken) throw new Error('down');
    });
    await soon();
    broken = false;
    world.now += minute - 1;
    postman.wake();
    await soon();
    expect(calls).toBe(1);
    world.now += 1;
    postman.wake();
    await soon();
    expect(world.sent).toHaveLength(1);
    expect(world.mailbox.mails.size).toBe(0);
  });

  test('does not hold up the others', async () => {
    const world = newWorld();
    world.mailbox.order(orderOf('1'), orderOf('2', 'bert@example.org'), orderOf('3'));
    open(world, async (letter) => {
      if (letter.id === '2') throw new Error('down');
    });
    await soon();
    expect(world.sent.map((letter) => letter.id)).toEqual(['1', '3']);
  });

  test.each([
    ['the server refuses the recipient for good', 'anna@example.org'],
    ['the address could smuggle in a header', 'anna@example.org\r\nBcc: eve@example.org'],
    ['the address is two', 'anna@example.org,eve@example.org'],
  ])('is dead at once when %s', async (_why, to) => {
    const world = newWorld();
    world.mailbox.order(orderOf('1', to));
    open(world, async () => {
      throw new Undeliverable(550);
    });
    await soon();
    expect(world.sent).toEqual([]);
    expect(world.mailbox.mails.get('1')).toMatchObject({ dueAt: null, attempts: 1 });
  });
});

describe('secret values', () => {
  const sealedOrder = (id: string, sealed: string): MailOrder => ({
    ...{ ...orderOf(id), template: 'magic-code', values: { minutes: '10', code: 'not-this' } },
    sealed,
  });

  test('are opened for the mail and come before the others', async () => {
    const world = newWorld();
    world.mailbox.order(sealedOrder('1', 'mail:default:1|{"code":"canary-123456"}'));
    open(world, async () => {});
    await soon();
    expect(world.sent[0]?.text).toContain('\n\ncanary-123456\n\nThe code can be used for 10 minutes.');
    expect(world.sent[0]?.text).not.toContain('not-this');
    expect(world.log.join('\n')).not.toContain('canary');
  });

  test.each([
    ['was sealed for another mail', 'mail:default:2|{"code":"canary"}'],
    ['was sealed for another realm', 'mail:other:1|{"code":"canary"}'],
    ['is none', 'canary'],
    ['is no JSON', 'mail:default:1|canary'],
  ])('the mail is dead at once, and others are not, when the text %s', async (_why, sealed) => {
    const world = newWorld();
    world.mailbox.order(sealedOrder('1', sealed), orderOf('2'));
    open(world, async () => {});
    await soon();
    expect(world.sent.map((letter) => letter.id)).toEqual(['2']);
    expect(world.mailbox.mails.get('1')).toMatchObject({ dueAt: null, attempts: 1 });
    expect(world.log.join('\n')).toContain('"error":"Unreadable"');
    expect(world.log.join('\n')).not.toContain('canary');
  });

  test('are not opened before the mail is due', async () => {
    const world = newWorld();
    const order = sealedOrder('1', 'canary');
    world.mailbox.order({ ...order, createdAt: start + minute });
    open(world, async () => {});
    await soon();
    expect(world.log).toEqual([]);
    expect(world.mailbox.mails.get('1')?.attempts).toBe(0);
  });
});

test('a store that fails is no end: the next call is answered', async () => {
  const world = newWorld();
  world.mailbox.order(orderOf('1'));
  let failures = 1;
  const store: PostmanOptions['store'] = {
    takeMails: async (...request) => {
      if (failures-- > 0) throw new Error('canary');
      return world.mailbox.takeMails(...request);
    },
    finishMail: async () => {
      throw new Error('canary');
    },
    postponeMail: async () => {},
  };
  const postman = open(world, async () => {}, store);
  await soon();
  expect(world.sent).toEqual([]);
  postman.wake();
  await soon();
  expect(world.sent).toHaveLength(1);
});

test('closing finishes the mail under way and takes no other', async () => {
  const world = newWorld();
  world.mailbox.order(...['1', '2', '3', '4', '5'].map((id) => orderOf(id)));
  let finish: () => void = () => {};
  const going = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const postman = open(world, () => going);
  await soon();
  const closing = postman.close();
  await soon();
  expect(world.closed).toBe(false);
  finish();
  await closing;
  expect(world.closed).toBe(true);
  expect([...world.mailbox.mails.keys()]).toEqual(['5']);
  expect(world.mailbox.mails.get('5')?.attempts).toBe(0);
  postman.wake();
  await soon();
  expect(world.sent).toHaveLength(4);
});

test('the log names no address and repeats no message', async () => {
  const world = newWorld();
  world.mailbox.order(orderOf('1'), orderOf('2'), orderOf('3', 'bad address'));
  open(world, async (letter) => {
    if (letter.id === '2')
      throw Object.assign(new Error('anna@example.org canary'), { code: 'ECONNECTION', response: 'canary' });
  });
  await soon();
  expect(world.log).toHaveLength(3);
  expect(world.log.join('\n')).toContain('"code":"ECONNECTION"');
  expect(world.log.join('\n')).not.toMatch(/@|canary|bad address/);
});
