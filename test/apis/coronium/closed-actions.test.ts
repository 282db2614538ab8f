// What an operator may set of a scope, as games meet it: actions that are switched off, clocks that must be right, what `create` answers.
import { beforeAll, describe, expect, test } from 'vitest';
import { actions } from '../../../src/apis/coronium/actions.ts';
import { everything } from '../../conformance/coronium-everything.ts';
import { useWire } from '../../conformance/coronium-wire.ts';
import { md5 } from './game.ts';

const clock = { now: Date.UTC(2027, 0, 1) };
const wire = useWire({ clock: () => clock.now });
const say = (result: object) => JSON.stringify({ result });

describe.each(actions.map(({ name, older }) => [name, older] as const))('%s', (name, older) => {
  const scope = `Without ${name}`;
  let before: unknown;
  const look = async () => await everything(wire().game.app.ports.store);
  beforeAll(async () => {
    await wire().game.setScope(scope, { closed: [name] });
    before = await look();
  });

  test('switched off, is refused by both of its names, and before anything is looked at', async () => {
    const refusal = say({ error: `${name} is switched off in this scope.`, status: 810 });
    for (const by of ['ours', 'plugin'] as const) {
      for (const spelled of [name, older]) {
        for (const body of ['{}', '{"user_id":7}', `{"username":"x","password":"${md5('x')}"}`])
          expect(await wire()[by](spelled, body, { scope }), `${by} ${spelled} ${body}`).toBe(refusal);
      }
    }
    expect(await look()).toEqual(before);
  });

  test('is on elsewhere, and the others are on here', async () => {
    const refused = '"status":804';
    for (const other of actions) {
      if (other.name !== name) expect(await wire().ours(other.name, '{}', { scope })).toContain(refused);
    }
    expect(await wire().ours(name, '{}')).toContain(refused);
  });
});

describe('a clock', () => {
  const scope = 'On time';
  const seconds = (offset: number) => String(clock.now / 1000 + offset);
  const good = (text: string) => expect(text).toContain('"status":604');
  const bad = say({ error: 'The clock of this device is wrong.', status: 810 });
  const body = '{"user_id":"x"}';

  test('may be wrong by so much and no more, where it must be right', async () => {
    await wire().game.setScope(scope, { clockToleranceMs: 60_000 });
    for (const by of ['ours', 'plugin'] as const) {
      for (const offset of [0, 60, -60, 59.999]) good(await wire()[by]('get', body, { scope, time: seconds(offset) }));
      for (const offset of [61, -61, 60.001, 86_400, -1e9])
        expect(await wire()[by]('get', body, { scope, time: seconds(offset) }), String(offset)).toBe(bad);
      expect(await wire()[by]('get', body, { scope, time: '999999999999' })).toBe(bad);
    }
    // What was recorded is no good for long.
    const time = seconds(0);
    good(await wire().ours('get', body, { scope, time }));
    clock.now += 61_000;
    expect(await wire().ours('get', body, { scope, time })).toBe(bad);
  });

  test('may be anything elsewhere', async () => {
    for (const time of ['0', '1', '999999999999', seconds(-1e8)]) good(await wire().ours('get', body, { time }));
  });
});

describe('createResult', () => {
  const body = (username: string) => JSON.stringify({ username, password: md5('1234') });

  test('string: clients of old get the id alone, our own a table', async () => {
    const scope = 'Of old';
    await wire().game.setScope(scope, { createResult: 'string' });
    const id = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
    expect(await wire().plugin('createUser', body('one'), { scope })).toMatch(new RegExp(`^\\{"result":"${id}"\\}$`));
    expect(await wire().ours('create', body('two'), { scope })).toMatch(
      new RegExp(`^\\{"result":\\{"user_id":"${id}"\\}\\}$`),
    );
    expect(await wire().plugin('create', body('one'), { scope })).toContain('"status":600');
  });
});
