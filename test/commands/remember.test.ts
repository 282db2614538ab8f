// Tests of remembering: what is read once serves many, for a while, and never after it was forgotten.

import { expect, test } from 'vitest';
import { openMemory } from '../../src/core/commands/remember.ts';

/** A memory whose reads end when they are told to. */
function open(lifetimeMs = 1000) {
  const clock = { now: 0 };
  const reads: { readonly realm: string; answer(value: string): void; fail(): void }[] = [];
  const memory = openMemory<string>(
    (realm) => new Promise((answer, reject) => reads.push({ realm, answer, fail: () => reject(new Error('lost')) })),
    () => clock.now,
    lifetimeMs,
  );
  const read = (index: number) => reads[index] ?? expect.fail(`there was no read ${index}`);
  return { clock, reads, memory, read };
}

test('those who ask while it is read share the answer, and so do those after them', async () => {
  const { memory, reads, read } = open();
  const asked = [memory.of('a'), memory.of('a'), memory.of('a')];
  read(0).answer('one');
  expect(await Promise.all(asked)).toEqual(['one', 'one', 'one']);
  expect(await memory.of('a')).toBe('one');
  expect(reads).toHaveLength(1);
});

test('realms are apart', async () => {
  const { memory, reads, read } = open();
  const asked = [memory.of('a'), memory.of('b')];
  read(1).answer('b');
  read(0).answer('a');
  expect(await Promise.all(asked)).toEqual(['a', 'b']);
  memory.forget('a');
  expect(await memory.of('b')).toBe('b');
  expect(reads).toHaveLength(2);
});

test('it lasts as long as it should from when it was asked for, to the millisecond', async () => {
  const { clock, memory, reads, read } = open(1000);
  const asked = memory.of('a');
  clock.now = 400;
  read(0).answer('one');
  await asked;
  clock.now = 999;
  expect(await memory.of('a')).toBe('one');
  clock.now = 1000;
  const again = memory.of('a');
  read(1).answer('two');
  expect(await again).toBe('two');
  expect(reads).toHaveLength(2);
});

test('what is forgotten is read anew', async () => {
  const { memory, read } = open();
  const asked = memory.of('a');
  read(0).answer('old');
  await asked;
  memory.forget('a');
  const again = memory.of('a');
  read(1).answer('new');
  expect(await again).toBe('new');
});

test.each(['before', 'after'])(
  'a read that began before it was forgotten does not come back: %s the new one',
  async (when) => {
    const { memory, reads, read } = open();
    const early = memory.of('a');
    memory.forget('a');
    const late = memory.of('a');
    const ends = [() => read(0).answer('old'), () => read(1).answer('new')];
    for (const end of when === 'before' ? ends : ends.toReversed()) end();
    expect([await early, await late]).toEqual(['old', 'new']);
    expect(await memory.of('a')).toBe('new');
    expect(reads).toHaveLength(2);
  },
);

test('a failure is told to all who share it, and not remembered', async () => {
  const { memory, reads, read } = open();
  const asked = [memory.of('a'), memory.of('a')];
  read(0).fail();
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = memory.of('a');
  read(1).answer('one');
  expect(await again).toBe('one');
  expect(reads).toHaveLength(2);
});

test('a late failure takes nothing from a newer read', async () => {
  const { memory, reads, read } = open();
  const early = memory.of('a');
  memory.forget('a');
  const late = memory.of('a');
  read(1).answer('new');
  expect(await late).toBe('new');
  read(0).fail();
  await expect(early).rejects.toThrow('lost');
  expect(await memory.of('a')).toBe('new');
  expect(reads).toHaveLength(2);
});

test('of more realms than anybody has, those that nobody asked for last are not kept', async () => {
  const { memory, reads, read } = open();
  for (let index = 0; index < 1001; index++) {
    const asked = memory.of(`realm ${index}`);
    read(index).answer('x');
    await asked;
  }
  void memory.of('realm 1000');
  expect(reads).toHaveLength(1001);
  void memory.of('realm 0');
  expect(reads).toHaveLength(1002);
});
