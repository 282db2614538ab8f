// Running requests: in order, each call for itself, and silent about our own bugs.
import { describe, expect, test } from 'vitest';
import { Fault } from '../fault.ts';
import { answerRequest } from './dispatch.ts';
import type { Call } from './read.ts';

const call = (method: string, more: object = { id: 1 }) => ({ jsonrpc: '2.0', method, params: [], ...more });

/** Answers a body with a double that does what the method's name says, and tells what was run and reported. */
async function answer(body: unknown, result: unknown = 'done', hangsUpAfter: string | null = null) {
  const ran: string[] = [];
  const reported: unknown[] = [];
  let now = 1_000_000;
  const run = async ({ method }: Call): Promise<unknown> => {
    ran.push(method);
    await new Promise(setImmediate);
    ran.push(`${method} ends`);
    if (method === 'wait') now += 15_000;
    if (method === 'refuse') throw new Fault(-32602, 'No.');
    if (method === 'fail') throw new Error('the secret is canary');
    return method === 'unwritable' ? 1n : result;
  };
  const bytes = Buffer.from(JSON.stringify(body));
  const isGone = () => ran.includes(`${hangsUpAfter} ends`);
  const text = await answerRequest(bytes, { run, report: (error) => reported.push(error), now: () => now, isGone });
  return { text, ran, reported };
}

const done = (id: unknown) => `{"jsonrpc":"2.0","result":"done","id":${JSON.stringify(id)}}`;
const no = '{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params.","data":"No."},"id":1}';
const system =
  '{"jsonrpc":"2.0","error":{"code":-32500,"message":"Application error.","data":"System error occurred. Please contact Zabbix administrator."},"id":1}';

describe('a call', () => {
  test('is answered as an object', async () => expect((await answer(call('a'))).text).toBe(done(1)));
  test('that is refused is told why', async () => {
    const { text, reported } = await answer(call('refuse'));
    expect(text).toBe(no);
    expect(reported).toEqual([]);
  });

  test.each(['fail', 'unwritable'])('that meets our bug (%s) is told nothing of it', async (method) => {
    const { text, reported } = await answer(call(method));
    expect(text).toBe(system);
    expect(reported).toEqual([expect.any(Error)]);
  });

  test.each(['a', 'refuse', 'fail', 'unwritable'])('without an id is run and not answered (%s)', async (method) => {
    const { text, ran } = await answer(call(method, {}));
    expect(text).toBe('');
    expect(ran).toEqual([method, `${method} ends`]);
  });

  test('in bad form is not run', async () => {
    const { text, ran } = await answer({ ...call('a'), foo: 1 });
    expect(text).toContain('unexpected parameter \\"foo\\"');
    expect(ran).toEqual([]);
  });
});

describe('a batch', () => {
  test('runs in order, one after the other, whatever becomes of each', async () => {
    const { text, ran } = await answer([
      call('a'),
      call('refuse'),
      call('b', {}),
      call('fail'),
      call('c', { id: null }),
    ]);
    expect(text).toBe(`[${[done(1), no, system, done(null)].join(',')}]`);
    expect(ran).toEqual(['a', 'refuse', 'b', 'fail', 'c'].flatMap((name) => [name, `${name} ends`]));
  });

  test('of one is answered as an array', async () => expect((await answer([call('a')])).text).toBe(`[${done(1)}]`));

  test('of notifications is not answered', async () => {
    const { text, ran } = await answer([call('a', {}), call('refuse', {})]);
    expect(text).toBe('');
    expect(ran).toHaveLength(4);
  });

  test('ends where it has run for too long, however long the last call took', async () => {
    const { text, ran } = await answer([call('a'), call('wait'), call('wait'), call('b'), call('c', {})]);
    expect(ran).toEqual(['a', 'wait', 'wait'].flatMap((name) => [name, `${name} ends`]));
    const late =
      '{"jsonrpc":"2.0","error":{"code":-32500,"message":"Application error.","data":"The calls before this one took too long."},"id":1}';
    expect(text).toBe(`[${[done(1), done(1), done(1), late].join(',')}]`);
  });

  test('ends when the caller has hung up', async () => {
    const { ran } = await answer([call('a'), call('b'), call('c'), call('d', {})], 'done', 'b');
    expect(ran).toEqual(['a', 'a ends', 'b', 'b ends']);
  });

  test('ends where its answers grow beyond all bounds', async () => {
    const { text, ran } = await answer(Array(5).fill(call('a')), 'x'.repeat(30 * 1024 * 1024));
    expect(ran).toHaveLength(6);
    expect(text.slice(-300)).toContain(
      '"error":{"code":-32500,"message":"Application error.","data":"The answers to the calls before this one are too long."},"id":1}]',
    );
  });
});
