// A request under a name is carried out once, and answered alike however often it is sent.

import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ask, begin, byId, create, openSides, receiptsOf, rename, type Side, type Work, watched } from './askers.ts';
import { engines, wordOf } from './processes.ts';
import { allUsers, everything, historyOf } from './world.ts';

const withReceipt = { documents: [{ op: 'insert', document: { kind: 'receipt' } }] };

describe.each(engines)('answering once on $name', (engine) => {
  const open = () => openSides(engine);

  test('replays the answer, here and in another process, and writes nothing more', async () => {
    const { one, other, ada } = await open();
    for (const work of [
      (by: Side) => create(by, 'gracehop'),
      (by: Side) => rename(by, ada, 'Ada'),
      (by: Side) => begin(by, ada),
    ]) {
      const name = String(work);
      const first = await ask(one, name, work(one));
      const before = [await everything(one.world), await receiptsOf(one)];
      expect(first).toMatchObject({ status: 200, headers: { etag: '"1"' }, replayed: false });
      expect(await ask(one, name, work(one))).toEqual({ ...first, replayed: true });
      expect(await ask(other, name, work(other))).toEqual({ ...first, replayed: true });
      expect([await everything(one.world), await receiptsOf(one)]).toEqual(before);
    }
  });

  test('keeps the answer in the one transaction of the change', async () => {
    const { one, ada } = await open();
    const { side: noted, writes } = watched(one);
    await ask(noted, 'rename', rename(noted, ada, 'Ada'));
    expect(writes).toMatchObject([{ users: [{ op: 'update' }], ...withReceipt }]);
    expect(await receiptsOf(one)).toMatchObject([{ rev: 1, sealed: expect.any(String) }]);
  });

  test('notes the request in the transaction that makes a user, and the answer after it', async () => {
    const { one } = await open();
    const { side: noted, writes } = watched(one);
    const { body } = await ask(noted, 'create', async (context) => {
      const id = await create(noted, 'gracehop')(context);
      const stored = await context.ports.store.loadUser('default', { by: 'id', id });
      return String(stored?.user.serial);
    });
    expect(Number(body)).toBeGreaterThan(0);
    expect(writes).toMatchObject([
      { users: [{ op: 'insert' }], ...withReceipt },
      { users: [], documents: [{ op: 'update', rev: 1 }] },
    ]);
  });

  test('commits for real before it reads again, so that work sees what it wrote', async () => {
    const { one, ada } = await open();
    const work: Work = async (context) => {
      await rename(one, ada, 'Ada')(context);
      return String((await context.ports.store.loadUser('default', byId(ada)))?.user.firstName);
    };
    expect(await ask(one, 'rename', work)).toMatchObject({ body: 'Ada', replayed: false });
    expect(await ask(one, 'rename', work)).toMatchObject({ body: 'Ada', replayed: true });
  });

  test('two changes in one request are both made once', async () => {
    const { one, ada } = await open();
    const work: Work = async (context) => {
      await rename(one, ada, 'Ada')(context);
      return await rename(one, ada, 'Augusta')(context);
    };
    expect(await ask(one, 'twice', work)).toMatchObject({ body: '3' });
    expect(await ask(one, 'twice', work)).toMatchObject({ body: '3', replayed: true });
    expect(await historyOf(one.world, ada.id)).toHaveLength(3);
  });

  test('refuses the name for another request, and takes it from another caller or API', async () => {
    const { one, ada } = await open();
    const { context } = one.world;
    await ask(one, 'name', rename(one, ada, 'Ada'), ['PATCH', '/a', {}]);
    const before = await everything(one.world);
    for (const content of [
      ['PUT', '/a', {}],
      ['PATCH', '/b', {}],
      ['PATCH', '/a', { x: 1 }],
      ['PATCH', '/a'],
    ]) {
      expect(await wordOf(ask(one, 'name', rename(one, ada, 'Bob'), content))).toBe('request-differs');
    }
    expect(await everything(one.world)).toEqual(before);
    for (const change of [{ api: 'other' }, { actor: { kind: 'secret-key', keyId: 'other' } as const }]) {
      const elsewhere = { ...one, world: { ...one.world, context: { ...context, ...change } } };
      expect(await ask(elsewhere, 'name', create(one, `user${String(change.api)}`))).toMatchObject({ replayed: false });
    }
  });

  test('work that writes nothing leaves nothing; what only counts something is answered as before', async () => {
    const { one, ada } = await open();
    await ask(one, 'reads', async ({ ports }) => String((await ports.store.loadUser('default', byId(ada)))?.user.rev));
    await ask(one, 'idle', rename(one, { ...ada }, 'Ada'));
    expect(await receiptsOf(one)).toHaveLength(1);
    const takes: Work = async ({ ports }) => String(await ports.store.takeTotpStep('default', ada.id, 7));
    expect(await ask(one, 'takes', takes)).toMatchObject({ body: 'true' });
    expect(await ask(one, 'takes', takes)).toMatchObject({ body: 'true', replayed: true });
  });

  test('what was refused may be asked again under the same name', async () => {
    const { one, ada } = await open();
    expect(await wordOf(ask(one, 'name', create(one, 'adalove')))).toBe('taken');
    expect(await receiptsOf(one)).toEqual([]);
    await one.deleteUser(one.world.context, byId(ada), { system: false, ifRev: null });
    expect(await ask(one, 'name', create(one, 'adalove'))).toMatchObject({ replayed: false });
  });

  test('what is refused after a change leaves the change, and may be asked again', async () => {
    const { one, ada } = await open();
    for (const reads of [false, true]) {
      const name = `reads ${reads}`;
      const work: Work = async (context) => {
        await rename(one, ada, name)(context);
        if (reads) await context.ports.store.loadUser('default', byId(ada));
        return one.refuse({ code: 'wrong-credentials' });
      };
      expect(await wordOf(ask(one, name, work))).toBe('wrong-credentials');
      expect(await allUsers(one.world)).toMatchObject([{ firstName: name }]);
      expect(await receiptsOf(one)).toEqual([]);
      expect(await ask(one, name, async () => 'again')).toMatchObject({ body: 'again', replayed: false });
    }
  });

  test('what breaks after a change is not done twice', async () => {
    const { one } = await open();
    const work: Work = async (context) => {
      await create(one, 'gracehop')(context);
      throw new TypeError('a bug');
    };
    await expect(ask(one, 'bug', work)).rejects.toThrow('a bug');
    one.world.clock.now += 30_000;
    expect(await wordOf(ask(one, 'bug', create(one, 'another')))).toBe('conflict');
    expect((await allUsers(one.world)).map(({ username }) => username)).toEqual(['adalove', 'gracehop']);
  });

  test('what breaks while its change is held back leaves nothing, and may be asked again', async () => {
    const { one, ada } = await open();
    const work: Work = async (context) => {
      await rename(one, ada, 'Ada')(context);
      throw new TypeError('a bug');
    };
    await expect(ask(one, 'bug', work)).rejects.toThrow('a bug');
    expect(await historyOf(one.world, ada.id)).toHaveLength(1);
    expect(await receiptsOf(one)).toEqual([]);
    expect(await ask(one, 'bug', rename(one, ada, 'Ada'))).toMatchObject({ body: '2', replayed: false });
  });

  test('neither the answer nor the request can be read in the database', async () => {
    const { one, ada } = await open();
    await ask(one, 'secret', async (context) => `${await rename(one, ada, 'Ada')(context)} token-in-clear`, [
      'hunter2',
    ]);
    const text = JSON.stringify(await receiptsOf(one));
    expect(text).not.toContain('token-in-clear');
    expect(text).not.toContain('secret');
    for (const guess of ['["hunter2"]', 'hunter2']) {
      expect(text).not.toContain(hash('sha256', guess, 'hex'));
    }
  });

  test('a receipt is forgotten after a day, and the name is free', async () => {
    const { one, ada } = await open();
    await ask(one, 'name', rename(one, ada, 'Ada'));
    await one.world.ports.store.sweepDocuments(one.world.clock.now + 24 * 60 * 60 * 1000 - 1);
    expect(await ask(one, 'name', rename(one, ada, 'Bob'))).toMatchObject({ replayed: true });
    await one.world.ports.store.sweepDocuments(one.world.clock.now + 24 * 60 * 60 * 1000);
    expect(await ask(one, 'name', rename(one, ada, 'Bob'))).toMatchObject({ replayed: false });
  });
});
