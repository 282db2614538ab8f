// The hold: one has the delivery, others wait until it lets go or its time is over, and who has lost it writes nothing more.
import { expect, test } from 'vitest';
import type { Delivery } from '../../src/core/model/endpoint.ts';
import { holdMs, takeHold, untroubled } from '../../src/events/hold.ts';
import { makeWorld, type World } from '../commands/world.ts';
import { idOf } from '../users.ts';

const id = idOf(50);

async function open(): Promise<World & { load: () => Promise<Delivery>; write: (next: Delivery) => Promise<void> }> {
  const world = await makeWorld();
  const { ports, context, clock } = world;
  const nothing = { realm: context.realm.id, users: [], images: [], sessions: [], changes: [], mails: [] };
  const document: Delivery = {
    ...{ kind: 'delivery', realm: context.realm.id, id, rev: 1, createdAt: clock.now, updatedAt: clock.now },
    ...{ forgetAt: null, userId: null, organizationId: null, subject: idOf(51), sealed: null, endpointId: idOf(51) },
    ...{ place: { seq: 0, part: 0 }, through: null, attempts: 0, lastError: null, nextAt: 0, heldUntil: 0 },
  };
  await ports.store.commit({ ...nothing, documents: [{ op: 'insert', document, keys: [] }] });
  return {
    ...world,
    async load() {
      const found = await ports.store.loadDocument(context.realm.id, 'delivery', id);
      if (found === null) throw new Error('the delivery is gone');
      return found;
    },
    async write(next) {
      const step = { op: 'update', document: next, rev: next.rev - 1, addKeys: [], removeKeys: [] } as const;
      expect((await ports.store.commit({ ...nothing, documents: [step] })).ok).toBe(true);
    },
  };
}

const at = (seq: number) => untroubled({ seq, part: 0 });

test('of two who take it, one has it', async () => {
  const { ports, load, clock } = await open();
  const found = await load();
  const [one, other] = await Promise.all([takeHold(ports, found), takeHold(ports, found)]);
  expect([one, other].filter((hold) => hold !== null)).toHaveLength(1);
  expect(await load()).toMatchObject({ heldUntil: clock.now + holdMs });
  expect(await (one ?? other)?.release(at(3))).toBe(true);
  expect(await load()).toMatchObject({ heldUntil: 0, place: { seq: 3, part: 0 } });
});

test('who was too slow has lost it, and leaves the other one alone', async () => {
  const { ports, load, clock } = await open();
  const slow = await takeHold(ports, await load());
  clock.now += holdMs + 1;
  const quick = await takeHold(ports, await load());
  expect(await quick?.save(at(7), [])).toBe(true);
  for (const lost of [slow?.save(at(5), []), slow?.release(at(5)), slow?.finish()]) expect(await lost).toBe(false);
  expect(await load()).toMatchObject({ place: { seq: 7, part: 0 } });
  expect(await quick?.finish()).toBe(true);
  await expect(load()).rejects.toThrow();
  expect(await quick?.save(at(8), [])).toBe(false);
});

test('somebody who asks for it to be tried at once does not take it away', async () => {
  const { ports, load, write } = await open();
  const hold = await takeHold(ports, await load());
  const held = await load();
  await write({ ...held, rev: held.rev + 1, nextAt: 1 });
  expect(await hold?.save(at(5), [])).toBe(true);
  expect(await hold?.save(at(6), [])).toBe(true);
  expect(await load()).toMatchObject({ place: { seq: 6, part: 0 }, nextAt: 0 });
});
