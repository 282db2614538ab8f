// How the tests are found and run: everything, on two cores, against a throw-away PostgreSQL.
import { configDefaults, defineConfig } from 'vitest/config';
import { canHaveLua, filesOfLua } from './test/lua/can-have-lua.ts';

const withoutLua = canHaveLua() ? [] : filesOfLua;
if (withoutLua.length > 0) process.stderr.write('Lua is not installed: its module is tested in WebAssembly alone.\n');

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...withoutLua],
    globalSetup: ['test/postgres/global-setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 30_000,
    passWithNoTests: false,
  },
});
