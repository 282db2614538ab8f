// Moving out and in again: what one directory writes down, another holds afterwards, to the last byte.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idOfAlias } from '../../src/cli/id-of-alias.ts';
import { createUser } from '../../src/core/commands/create-user.ts';
import { set } from '../../src/core/model/patch.ts';
import { batchesOf } from '../../src/transfer/arrivals.ts';
import { importRows, type Tally } from '../../src/transfer/import-rows.ts';
import { openRowsOf } from '../../src/transfer/sources/recognise.ts';
import { engines } from '../clients/engines.ts';
import { allUsers } from '../commands/world.ts';
import { idOf, patch } from '../users.ts';
import { type Desk, openDesk, run } from './command.ts';
import {
  anyMovers,
  digests,
  everybodyIn,
  fileFor,
  fileOf,
  makeHall,
  moveIn,
  moverOf,
  oddMovers,
  openHall,
  richMover,
  skipping,
} from './movers.ts';

const some = [...oddMovers(), richMover()].toSorted(
  (left, right) => left.written.user.serial - right.written.user.serial,
);

describe('written users', () => {
  test('whoever moves in is exported as they were, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(anyMovers, async (movers) => {
        const hall = await makeHall();
        try {
          const arrived = await moveIn(hall, movers);
          expect(arrived.map(({ is }) => is)).toEqual(movers.map(() => 'created'));
          expect(await fileFor(await everybodyIn(hall))).toBe(await fileFor(movers));
        } finally {
          await hall.ports.store.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  test('all sorts of people come back with everything', async () => {
    const hall = await openHall();
    await moveIn(hall, some);
    expect(await fileFor(await everybodyIn(hall))).toBe(await fileFor(some));
  });

  test('without secrets they come without credentials, and with all else', async () => {
    const [first, second] = [await openHall(), await openHall()];
    await moveIn(first, some);
    const file = await fileOf(first, false);
    for (const { secrets } of some.map(({ written }) => written)) {
      const texts = [secrets?.totp?.secret, secrets?.enrolling?.secret, secrets?.passwords[0]?.digest];
      for (const secret of texts) if (secret !== undefined) expect(file).not.toContain(secret);
    }
    await moveIn(second, await everybodyIn(first, false));
    const [before, after] = [await everybodyIn(first), await everybodyIn(second)];
    expect(after.map(({ written }) => ({ ...written.user, credentials: null }))).toEqual(
      before.map(({ written }) => ({ ...written.user, credentials: null })),
    );
    for (const { written } of after) {
      expect(written.user.credentials).toMatchObject({ password: null, totp: null, backupCodes: null });
      expect(written.secrets).toEqual({ passwords: [], totp: null, enrolling: null, backupCodes: [] });
    }
  });

  test('who comes later is numbered after them', async () => {
    const hall = await openHall();
    await moveIn(hall, [moverOf({ serial: 4711 })]);
    const { serial } = await createUser(hall.context, patch({ username: set('late_one') }), {
      identifier: false,
      password: false,
    });
    expect(serial).toBe(4712);
  });

  test('a number that is taken gives way', async () => {
    const hall = await openHall();
    await moveIn(hall, [moverOf({ serial: 5, id: idOf(401) }), moverOf({ serial: 5, id: idOf(402) })]);
    expect((await allUsers(hall)).map(({ serial }) => serial)).toEqual([1, 5, 6]);
  });

  test('again, they are all here already, and nothing changes', async () => {
    const hall = await openHall();
    await moveIn(hall, some);
    const before = await fileOf(hall);
    for (const onConflict of ['skip', 'update', 'fail'] as const) {
      const again = await moveIn(hall, some, { onConflict, dryRun: null, idOf: idOfAlias });
      expect(new Set(again.map(({ is }) => is))).toEqual(new Set(['present']));
    }
    expect(await fileOf(hall)).toBe(before);
  });
});

test('an image of any size is on lines that can be read again', async () => {
  const desk = openDesk();
  try {
    const sizes = [0, 2 * 1024 * 1024, 2 * 1024 * 1024 + 1, 9_000_000];
    const images = sizes.map((size, index) => ({
      ...{ id: idOf(700 + index), userId: idOf(100), contentType: 'image/png', createdAt: index },
      bytes: Buffer.alloc(size, `${index}`),
    }));
    const path = desk.write('big.jsonl', await fileFor([{ ...moverOf({ profileImageId: idOf(703) }), images }]));
    const lines = desk.read('big.jsonl').split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(4 * 1024 * 1024);
    const hall = await openHall();
    const { rows } = await openRowsOf(path, null);
    const tallies: Tally[] = [];
    for await (const { tally } of importRows(hall.context, batchesOf(rows, null), skipping, () => expect.fail())) {
      tallies.push(tally);
    }
    expect(tallies).toMatchObject([{ rows: 1, created: 1 }]);
    expect(await fileFor(await everybodyIn(hall))).toBe(desk.read('big.jsonl'));
  } finally {
    await desk.clear();
  }
});

describe.each(engines)('the command on $name', (engine) => {
  let desk: Desk;
  beforeEach(() => {
    desk = openDesk();
  });
  afterEach(() => desk.clear());

  test('export, import into a fresh directory, export: the same bytes', async () => {
    const [first, second, third] = [await desk.place(engine), await desk.place(engine), await desk.place(engine)];
    const file = desk.write('people.jsonl', await fileFor(some));
    expect(await run(first, ['import', file])).toMatchObject({ code: 0 });
    const [a, b] = [desk.path('a.jsonl'), desk.path('b.jsonl')];
    expect(await run(first, ['export', '--with-secrets', '--out', a])).toMatchObject({ code: 0, out: '' });
    expect(await run(second, ['import', a])).toMatchObject({ code: 0, out: expect.stringMatching(/ 9 {2}created\n$/) });
    expect(await run(second, ['export', '--with-secrets', '--out', b])).toMatchObject({ code: 0 });
    expect(desk.read('b.jsonl')).toBe(desk.read('a.jsonl'));
    expect(desk.read('a.jsonl').split('\n')).toHaveLength(1 + 2 + some.length + 2 + 1);
    expect(desk.read('a.jsonl')).toContain(digests.client.digest);

    const bare = await run(first, ['export']);
    expect(bare.out).not.toContain(digests.client.digest);
    const plain = desk.write('plain.jsonl', bare.out);
    expect(await run(third, ['import', plain])).toMatchObject({ code: 0 });
    expect(await run(third, ['import', plain])).toMatchObject({
      out: expect.stringMatching(/\n +9 {2}here already\n$/),
    });
  });
});
