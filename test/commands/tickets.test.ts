// Tests of codes and tokens that go by mail: each opens one thing, for one person, at one address, once, for a while.

import { describe, expect, test } from 'vitest';
import { confirmEmailChange, sendEmailChange } from '../../src/core/commands/change-email.ts';
import { confirmEmail } from '../../src/core/commands/confirm-email.ts';
import { getTicket } from '../../src/core/commands/find-ticket.ts';
import { confirmSignUp, startSignUp } from '../../src/core/commands/sign-up.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import { type PurposeName, ticketLimits } from '../../src/core/model/ticket.ts';
import type { User } from '../../src/core/model/user.ts';
import { byId, read } from './factors.ts';
import {
  byCode,
  codeOfTicket,
  magicCode,
  newest,
  otherThan,
  person,
  reset,
  resetToken,
  sendVerification,
  stranger,
} from './visitors.ts';
import { expectRefused, openWorld, refusalsOf, type World } from './world.ts';

const address = 'ada@example.com';
const rejected = (reason: string) => [{ code: 'code-rejected', reason }];
const application = { email: 'new@example.com', password: 'a long enough phrase', firstName: 'Ada', lastName: null };

/** One kind of ticket: how it is sent to Ada and what shows it. `uses` is the work that it opens. */
type Kind = {
  readonly purpose: PurposeName;
  readonly proven: boolean;
  readonly send: (world: World, ada: User) => Promise<string>;
  readonly use: (world: World, ada: User, secret: string) => Promise<unknown>;
  /** What it is told as that the code is no longer looked for. */
  readonly usedAs?: readonly object[];
};

const kinds: readonly Kind[] = [
  {
    purpose: 'email-verification',
    proven: false,
    send: sendVerification,
    use: (world, ada, code) => confirmEmail(world.context, byId(ada), code),
    usedAs: [{ code: 'not-eligible', field: 'email', why: 'verified' }],
  },
  {
    purpose: 'email-change',
    proven: true,
    send: async (world, ada) => {
      await sendEmailChange(world.context, byId(ada), 'other@example.com');
      return await codeOfTicket(world, 'email-change', ada.id);
    },
    use: (world, ada, code) => confirmEmailChange(world.context, byId(ada), code),
  },
  {
    purpose: 'magic-code',
    proven: true,
    send: (world) => magicCode(world, address),
    use: (world, _ada, code) => byCode(world, address, code),
  },
  {
    purpose: 'password-reset',
    proven: true,
    send: (world) => resetToken(world, address),
    use: (world, _ada, token) => reset(world, token),
  },
  {
    purpose: 'sign-up',
    proven: true,
    send: async (world) => {
      await startSignUp(stranger(world), application);
      return await codeOfTicket(world, 'sign-up', null);
    },
    use: async (world, _ada, code) => {
      const { id } = await newest(world, 'sign-up');
      const context = stranger(world);
      // The cheap hasher takes no digest of its own for one of somebody else's.
      const accept = (scheme: string, digest: string) => ({ scheme, digest, preHash: 'none' }) as const;
      const ports = { ...context.ports, hasher: { ...context.ports.hasher, accept } };
      await confirmSignUp({ ...context, ports }, id, code);
    },
  },
];

const codes = kinds.filter(({ purpose }) => purpose !== 'password-reset');

async function openFor({ proven }: Kind) {
  const world = await openWorld();
  return { world, ada: await person(world, address, proven) };
}

describe.each(kinds)('$purpose', (kind) => {
  const { purpose, send, use } = kind;

  test('opens once', async () => {
    const { world, ada } = await openFor(kind);
    const secret = await send(world, ada);
    await use(world, ada, secret);
    expect(await refusalsOf(() => use(world, ada, secret))).toEqual(kind.usedAs ?? rejected('used'));
  });

  test('opens until it expires, and not then', async () => {
    const { world, ada } = await openFor(kind);
    const secret = await send(world, ada);
    world.clock.now += ticketLimits[purpose].lifetimeMs;
    expect(await refusalsOf(() => use(world, ada, secret))).toEqual(rejected('expired'));
    world.clock.now -= 1;
    await use(world, ada, secret);
  });

  test('is sealed at rest, and in no history', async () => {
    const { world, ada } = await openFor(kind);
    const secret = await send(world, ada);
    const ticket = await newest(world, purpose, purpose === 'sign-up' ? null : ada.id);
    const { sealed, ...shown } = ticket;
    expect(sealed).not.toContain(secret);
    const changes = await world.ports.store.readChanges('default', {
      ...{ direction: 'ascending', beyond: null, types: null, from: null, to: null, limit: 1000 },
    });
    const mails = await world.ports.store.takeMails(world.clock.now, world.clock.now, 10);
    expect(mails).toHaveLength(1);
    const open = JSON.stringify([changes, shown, mails.map(({ id, sealed, ...mail }) => mail)]);
    const texts = open.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
    expect(texts.filter((text) => text.includes(secret) && !/^"[0-9a-f-]{36}"$|^"tickets\./.test(text))).toEqual([]);
    expect(open).not.toContain('"sealed"');
  });

  test('is shown to holders of a key alone', async () => {
    const { world, ada } = await openFor(kind);
    await send(world, ada);
    const { id } = await newest(world, purpose, purpose === 'sign-up' ? null : ada.id);
    const refusal = { code: 'forbidden', action: 'ticket.read' };
    await expectRefused(world, () => getTicket(stranger(world), purpose, id), refusal);
    const other = purpose === 'magic-code' ? 'email-change' : 'magic-code';
    await expectRefused(world, () => getTicket(world.context, other, id), { code: 'not-found', what: 'ticket' });
  });
});

describe.each(codes)('$purpose', (kind) => {
  const { purpose, send, use } = kind;

  test('only the newest is good', async () => {
    const { world, ada } = await openFor(kind);
    const old = await send(world, ada);
    world.clock.now += 1000;
    const fresh = await send(world, ada);
    expect(await refusalsOf(() => use(world, ada, old))).toEqual(rejected('wrong'));
    await use(world, ada, fresh);
  });

  test('stands ten wrong guesses, after which the right code opens nothing', async () => {
    const lockout = { ...defaultPolicy.lockout, attemptsMax: 100 };
    const world = await openWorld({ lockout });
    const ada = await person(world, address, kind.proven);
    const code = await send(world, ada);
    for (let count = 0; count < 10; count++) {
      expect(await refusalsOf(() => use(world, ada, otherThan(code)))).toEqual(rejected('wrong'));
    }
    expect(await refusalsOf(() => use(world, ada, code))).toEqual(rejected('too-many'));
    expect(await refusalsOf(() => use(world, ada, otherThan(code)))).toEqual(rejected('too-many'));
    expect((await newest(world, purpose, purpose === 'sign-up' ? null : ada.id)).attempts).toBe(10);
  });

  test('wrong guesses lock who is guessed, whatever code is sent anew', async () => {
    const { world, ada } = await openFor(kind);
    const code = await send(world, ada);
    for (let count = 0; count < 10; count++) {
      expect(await refusalsOf(() => use(world, ada, otherThan(code)))).toEqual(rejected('wrong'));
    }
    world.clock.now += 60_000;
    if (purpose === 'sign-up') {
      const fresh = await send(world, ada);
      return expect(await refusalsOf(() => use(world, ada, fresh))).toMatchObject([{ code: 'too-many-attempts' }]);
    }
    expect((await read(world, ada)).lockedAt).not.toBe(null);
    const fresh = await send(world, ada);
    const [refusal] = await refusalsOf(() => use(world, ada, fresh));
    expect(['account-inactive', 'too-many-attempts']).toContain(refusal?.code);
  });

  test('takes no text that is no code', async () => {
    const { world, ada } = await openFor(kind);
    const code = await send(world, ada);
    for (const text of ['', ` ${code}`, `${code}0`, code.slice(1), '\0', '\ud800', 'x'.repeat(100_000)]) {
      expect(await refusalsOf(() => use(world, ada, text))).toEqual(rejected('wrong'));
    }
    await use(world, ada, code);
  });

  test('takes no code of another purpose', async () => {
    const others = codes.filter((other) => other.purpose !== purpose && other.proven === kind.proven);
    for (const other of others) {
      const { world, ada } = await openFor(kind);
      await send(world, ada);
      const code = await other.send(world, ada);
      expect(await refusalsOf(() => use(world, ada, code))).toEqual(rejected('wrong'));
    }
  });
});
