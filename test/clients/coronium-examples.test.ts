// Coronium's documented examples in real Lua, with every interpreter and library that games have.
import { beforeAll } from 'vitest';
import { linesOf, needLua, surroundings } from '../lua/run-lua.ts';
import { testConsoles } from './coronium.ts';
import { postgres, sqlite } from './engines.ts';

beforeAll(needLua, 600_000);

const consoles = surroundings.map((place) => ({ name: place.name, run: (script: string) => linesOf(place, script) }));

testConsoles(sqlite, consoles);
testConsoles(
  postgres,
  consoles.filter(({ name }) => name === 'LuaJIT with cjson'),
);
