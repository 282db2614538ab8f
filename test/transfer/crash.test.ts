// An import that is killed in the middle, run again: everybody is in, and nobody twice.
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engines } from '../clients/engines.ts';
import { type Query, withDatabase } from '../crash/database.ts';
import { idOf } from '../users.ts';
import { type Desk, openDesk, run, start } from './command.ts';
import { digests, fileFor, moverOf } from './movers.ts';

const count = 5000;

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

const csv = () =>
  [
    'id,username,primary_email_address,verified_email_addresses,password_digest,password_hasher',
    ...Array.from({ length: count }, (_, index) => {
      const [number, mail] = [String(index).padStart(27, '0'), `user${index}@example.com`];
      return `user_${number},user_${index},${mail},${mail},${digests.foreign.digest},bcrypt`;
    }),
  ].join('\n');

const own = () =>
  fileFor(
    Array.from({ length: count }, (_, index) => {
      const id = idOf(10_000 + index);
      const mover = moverOf({ id, serial: 3 + index, username: `user_${index}` }, { passwords: [digests.foreign] });
      const image = {
        id: idOf(50_000 + index),
        userId: id,
        contentType: 'image/png',
        createdAt: 5,
        bytes: Buffer.from('x'),
      };
      return index % 10 === 0 ? { ...mover, images: [image] } : mover;
    }),
  );

const usersIn = async (query: Query) => Number((await query('SELECT count(*) AS n FROM "user"'))[0]?.n);

const files = [
  { name: 'people.csv', write: async () => csv(), images: 0 },
  { name: 'people.jsonl', write: own, images: count / 10 },
] as const;
const cases = engines.flatMap((engine) => files.map((file) => ({ engine, engineName: engine.name, ...file })));

test.each(cases)('$name on $engineName', { timeout: 120_000 }, async ({ engine, name, write, images }) => {
  const place = await desk.place(engine);
  // A directory that is there already, so that it can be looked into from the start.
  await run(place, ['import', desk.write('nobody.csv', 'id,username,password_hasher\n'), '--from', 'clerk']);
  const file = desk.write(name, await write());

  const first = start(place, ['import', file]);
  const before = await withDatabase(place, async (query) => {
    while ((await usersIn(query)) < count / 2) await pause(2);
    first.kill();
    await first.ended;
    return (await usersIn(query)) - 2;
  });
  expect(before).toBeGreaterThanOrEqual(count / 2 - 2);
  expect(before).toBeLessThan(count);

  const { code, out } = await run(place, ['import', file]);
  expect(code).toBe(0);
  const told = [...out.matchAll(/ +([\d,]+) {2}(created|here already)/g)].map(([, number = '', word]) => [
    word,
    Number(number.replace(',', '')),
  ]);
  expect(told).toEqual([
    ['created', count - before],
    ['here already', before],
  ]);
  await withDatabase(place, async (query) => {
    expect(await usersIn(query)).toBe(count + 2);
    const serials = (await query('SELECT serial FROM "user" ORDER BY serial')).map(({ serial }) => Number(serial));
    expect(serials).toEqual(Array.from({ length: count + 2 }, (_, index) => index + 1));
    const [created] = await query(`SELECT count(*) AS n FROM change WHERE type = 'user.created'`);
    expect(Number(created?.n)).toBe(count + 2);
    const [pictures] = await query('SELECT count(*) AS n FROM image');
    expect(Number(pictures?.n)).toBe(images);
    const [keys] = await query(`SELECT count(DISTINCT user_id) AS n FROM user_key WHERE kind = 'username'`);
    expect(Number(keys?.n)).toBe(count + 2);
  });
});
