// A request under a name is carried out once, whoever writes or asks for the same meanwhile, and whenever a process dies.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { set, untouched } from '../../src/core/model/patch.ts';
import { ask, begin, byId, create, onStore, openSides, receiptsOf, rename, type Work } from './askers.ts';
import { engines, tally, wordOf } from './processes.ts';
import { add, allSessions, allUsers, historyOf } from './world.ts';

describe.each(engines)('answering once on $name', (engine) => {
  const open = () => openSides(engine);

  test('20 at once from one process, and from two, make one user', async () => {
    const { one, other } = await open();
    for (const sides of [
      [one, one],
      [one, other],
    ]) {
      const name = sides[0] === sides[1] ? 'alonesome' : 'together';
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const by = sides[index % 2] ?? one;
          return await ask(by, name, create(by, name));
        }),
      );
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect((await allUsers(one.world)).filter(({ username }) => username === name)).toHaveLength(1);
    }
  });

  test('a change that was held back and lost the race is decided again', async () => {
    const { one, other, ada } = await open();
    let runs = 0;
    const answer = await ask(one, 'race', async (context) => {
      const rev = await rename(one, ada, 'Ada')(context);
      if (runs++ === 0) {
        const patch = { ...untouched, lastName: set('Lovelace') };
        await other.updateUser(other.world.context, byId(ada), patch, { system: false, ifRev: null });
      }
      return rev;
    });
    expect(answer).toMatchObject({ body: '3', replayed: false });
    expect(runs).toBe(2);
    expect(await allUsers(one.world)).toMatchObject([{ firstName: 'Ada', lastName: 'Lovelace', rev: 3 }]);
    expect(await historyOf(one.world, ada.id)).toHaveLength(3);
    expect(await ask(other, 'race', rename(other, ada, 'Bob'))).toMatchObject({ body: '3', replayed: true });
  });

  test('a key that was held back and is taken meanwhile is refused', async () => {
    const { one, other, ada } = await open();
    const work: Work = async (context) => {
      const patch = { ...untouched, username: set('countess') };
      const { after } = await one.updateUser(context, byId(ada), patch, { system: false, ifRev: null });
      await add({ ...other.world }, { username: set('countess') }).catch(() => null);
      return String(after.username);
    };
    expect(await wordOf(ask(one, 'taken', work))).toBe('taken');
    expect((await allUsers(one.world)).map(({ username }) => username)).toEqual(['adalove', 'countess']);
    expect(await receiptsOf(one)).toEqual([]);
  });

  test('50 changes of one user at once, each with a name, all take effect once', async () => {
    const { one, other, ada } = await open();
    const names = Array.from({ length: 50 }, (_, index) => `First${index}`);
    await Promise.all(
      names.map((name, index) => {
        const by = index % 2 === 0 ? one : other;
        return ask(by, name, rename(by, ada, name));
      }),
    );
    const told = (await historyOf(one.world, ada.id)).flatMap(({ diff }) => diff.map(({ after }) => String(after)));
    expect(names.filter((name) => !told.includes(name))).toEqual([]);
    expect(await allUsers(one.world)).toMatchObject([{ rev: 51 }]);
  });

  test('a process that dies right after the commit has done it once, and the answer is known', async () => {
    const { one, other, ada } = await open();
    const dying = onStore(one, {
      commit: async (write) => {
        await one.world.ports.store.commit(write);
        throw new Error('dead');
      },
    });
    await expect(ask(dying, 'begin', begin(dying, ada))).rejects.toThrow('dead');
    const sessions = (await allSessions(one.world)).map(({ id }) => id);
    expect(sessions).toHaveLength(1);
    expect(await ask(other, 'begin', begin(other, ada))).toMatchObject({ body: sessions[0], replayed: true });
    expect(await allSessions(one.world)).toHaveLength(1);
    // A new user's answer comes after the commit: it is lost, but nobody is made twice.
    await expect(ask(dying, 'create', create(dying, 'gracehop'))).rejects.toThrow('dead');
    other.world.clock.now += 30_000;
    expect(await wordOf(ask(other, 'create', create(other, 'gracehop')))).toBe('conflict');
    expect(await allUsers(one.world)).toHaveLength(2);
  });

  test('what another process is still working on is waited for', async () => {
    const { one, other } = await open();
    const made = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const first = ask(one, 'slow', async (context) => {
      const id = await create(one, 'gracehop')(context);
      made.resolve();
      await finish.promise;
      return id;
    });
    await made.promise;
    const second = ask(other, 'slow', create(other, 'gracehop'));
    finish.resolve();
    expect(await second).toEqual({ ...(await first), replayed: true });
  });

  test('whatever is asked by whom how often, each name is done once', async () => {
    const { one, other, ada } = await open();
    const asked = fc.array(fc.record({ name: fc.nat(4), left: fc.boolean() }), { maxLength: 12 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(asked, async (requests) => {
        round += 1;
        const before = (await allSessions(one.world)).length;
        const words = await Promise.all(
          requests.map(async ({ name, left }) => {
            const by = left ? one : other;
            return `${name} ${(await ask(by, `${round} ${name}`, begin(by, ada))).body}`;
          }),
        );
        const names = new Set(requests.map(({ name }) => name)).size;
        expect(Object.keys(tally(words))).toHaveLength(names);
        expect(await allSessions(one.world)).toHaveLength(before + names);
      }),
      { numRuns: 20 },
    );
  });
});
