// The postman: takes ordered mails from the store and sees to it that they are sent.

import type { Clock, MailOrder, Store, Vault } from '../core/ports.ts';
import { parseJsonAs } from '../json/parse-json-as.ts';
import { isMailable } from './message.ts';
import { sendersOf } from './senders.ts';
import { wordMail } from './templates.ts';
import { type Transport, Undeliverable } from './transport.ts';

type Facts = Readonly<Record<string, unknown>>;

/** Where the postman tells what happened; a pino logger fits. */
export type MailLog = {
  info(facts: Facts, text: string): void;
  warn(facts: Facts, text: string): void;
  error(facts: Facts, text: string): void;
};

export type PostmanOptions = {
  readonly store: Pick<Store, 'takeMails' | 'finishMail' | 'postponeMail'>;
  readonly clock: Clock;
  readonly transport: Transport;
  /** Opens the secret values of a mail, sealed for the context `mail:<realm>:<order id>`. Throws when they do not open. */
  readonly vault: Pick<Vault, 'openText'>;
  /** The sender: `Name <address>`. From the configuration, trusted. */
  readonly from: string;
  readonly log: MailLog;
};

export type Postman = {
  /** There may be mails: call it after a commit that ordered some. Returns at once and never throws. */
  wake(): void;
  /** Stops taking mails, finishes those under way, and closes the transport. */
  close(): Promise<void>;
};

const minute = 60_000;
const hour = 60 * minute;
/** Mails taken by a process that dies are free again after this long; every attempt is over long before. */
const holdMs = 15 * minute;
const retryMaxMs = 6 * hour;
const giveUpAfterMs = 72 * hour;
const pollMs = 30_000;
const atATime = 4;

/**
 * Opens the postman; it begins at once with what an earlier process has left. A mail that fails is tried again after 1, 2, 4 …
 * minutes up to 6 hours, and is dead after 3 days, or at once when it can never be delivered or its secret values do not open.
 */
export function openPostman(options: PostmanOptions): Postman {
  let closed = false;
  let wanted = false;
  let round: Promise<void> | null = null;
  const poll = setInterval(wake, pollMs);
  poll.unref();

  function wake(): void {
    if (closed) return;
    wanted = true;
    round ??= deliverAll().finally(() => {
      round = null;
      if (wanted) wake();
    });
  }

  async function deliverAll(): Promise<void> {
    while (wanted && !closed) {
      wanted = false;
      const now = options.clock();
      const mails = await options.store.takeMails(now, now + holdMs, atATime).catch((error: unknown) => {
        options.log.error(factsOf(error), 'mails cannot be read');
        return [];
      });
      await Promise.all(mails.map((mail) => deliver(options, mail)));
      if (mails.length > 0) wanted = true;
    }
  }

  wake();
  return {
    wake,
    async close() {
      closed = true;
      wanted = false;
      clearInterval(poll);
      await round;
      await options.transport.close();
    },
  };
}

/** One attempt at one mail. Never throws: what cannot be noted in the store now will be tried again. */
async function deliver(options: PostmanOptions, mail: MailOrder & { attempts: number }): Promise<void> {
  const facts = { mail: mail.id, template: mail.template, attempts: mail.attempts };
  try {
    const failure = await attempt(options, mail).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (failure === null) {
      options.log.info(facts, 'mail sent');
      await options.store.finishMail(mail.id);
      return;
    }
    const retryAt = nextAttempt(failure.error, mail, options.clock());
    const text = retryAt === null ? 'mail given up' : 'mail failed, to be tried again';
    options.log[retryAt === null ? 'error' : 'warn']({ ...facts, retryAt, ...factsOf(failure.error) }, text);
    await options.store.postponeMail(mail.id, retryAt);
  } catch (error) {
    options.log.error({ ...facts, ...factsOf(error) }, 'mail could not be struck off');
  }
}

async function attempt({ transport, from, vault }: PostmanOptions, mail: MailOrder): Promise<void> {
  if (!isMailable(mail.to)) throw new Undeliverable(null);
  const values = { ...mail.values, ...secretValuesOf(vault, mail) };
  const { sender, ...words } = wordMail({ ...mail, values });
  await transport.send({ id: mail.id, to: mail.to, at: mail.createdAt, ...sendersOf(from, sender), ...words });
}

/** Secret values that do not open, and never will. */
class Unreadable extends Undeliverable {
  constructor() {
    super(null);
    this.name = 'Unreadable';
  }
}

function secretValuesOf(vault: PostmanOptions['vault'], { id, realm, sealed }: MailOrder): MailOrder['values'] {
  if (sealed === null) return {};
  try {
    // What opens was sealed by us, so its shape needs no check.
    return parseJsonAs<Readonly<Record<string, string>>>(vault.openText(sealed, `mail:${realm}:${id}`));
  } catch {
    throw new Unreadable();
  }
}

function nextAttempt(error: unknown, mail: { createdAt: number; attempts: number }, now: number): number | null {
  if (error instanceof Undeliverable || now - mail.createdAt >= giveUpAfterMs) return null;
  return now + Math.min(retryMaxMs, minute * 2 ** Math.max(0, mail.attempts - 1));
}

/** What may be logged of an error: its codes. Messages repeat addresses and what servers said. */
function factsOf(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: typeof error };
  const facts: Record<string, unknown> = { error: error.name };
  if ('code' in error && typeof error.code === 'string') facts.code = error.code;
  if ('responseCode' in error && typeof error.responseCode === 'number') facts.responseCode = error.responseCode;
  return facts;
}
