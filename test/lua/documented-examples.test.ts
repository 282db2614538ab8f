// Coronium's own examples, run as games run them, everywhere the Lua module works.
import { describe, expect, test } from 'vitest';
import { documentedExamples } from './documented-examples.ts';
import { useGames, usualScope } from './recorded-games.ts';
import { surroundings } from './run-lua.ts';

const { recorder, lines } = useGames();

describe.each(surroundings)('on $name', (place) => {
  test.each(documentedExamples)('$name', async ({ code, action, sent, result, printed }) => {
    recorder.play({ json: { result } });
    expect(await lines(place, code, { init: 'version = 2' })).toEqual([expect.stringMatching(printed)]);
    expect(recorder.calls.map((call) => [call.action, call.scope, call.path])).toEqual([[action, usualScope, '/']]);
    expect(recorder.calls.map(({ body }) => JSON.parse(body))).toEqual([sent]);
    expect(recorder.faults).toEqual([]);
  });
});
