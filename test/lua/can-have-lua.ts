// Whether Lua's interpreters can be had on this machine: the tests that need them run everywhere else.
import { existsSync } from 'node:fs';

const programs = ['/usr/bin/lua5.1', '/usr/bin/luajit', '/usr/bin/lua5.4'];

/** The files whose tests run real interpreters. What they show of the module itself, test/lua/wasm.test.ts and test/clients/coronium-wasm.test.ts show too. */
export const filesOfLua = [
  'test/lua/{digests,documented-examples,events,requests,server-module,server-requests,tls,transport}.test.ts',
  'test/clients/coronium-examples.test.ts',
  'test/crash/games.test.ts',
  'test/browser/games.test.ts',
];

/** True where they are, or can be installed, or must be: in CI, where they are never left out. */
export function canHaveLua(): boolean {
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  return process.env.CI !== undefined || isRootOnDebian || programs.every((path) => existsSync(path));
}
