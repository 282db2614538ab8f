// Runs Lua scripts on real interpreters, with the client module where `require` finds it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from '../debian.ts';

/** What Debian calls the interpreters and the libraries that the module's tests need. */
const luaPackages = ['lua5.1', 'luajit', 'lua5.4', 'lua-socket', 'lua-sec', 'lua-cjson', 'lua-dkjson'] as const;

/** Where the module's files are: `?` stands for a module's name. */
const luaPath = join(import.meta.dirname, '../../clients/lua/?.lua');

/** A Lua interpreter as Debian installs it. */
export interface Interpreter {
  readonly name: string;
  readonly path: string;
}

export const interpreters: readonly Interpreter[] = [
  { name: 'Lua 5.1', path: '/usr/bin/lua5.1' },
  { name: 'LuaJIT', path: '/usr/bin/luajit' },
  { name: 'Lua 5.4', path: '/usr/bin/lua5.4' },
];

/** An interpreter in surroundings: plain Lua with one of two JSON libraries, or what Solar2D offers. */
export interface Surroundings {
  readonly name: string;
  readonly interpreter: Interpreter;
  readonly kind: 'cjson' | 'dkjson' | 'solar2d';
}

/** Everywhere the module is to work. */
export const surroundings: readonly Surroundings[] = interpreters.flatMap((interpreter) =>
  (['cjson', 'dkjson', 'solar2d'] as const).map((kind) => ({
    name: `${interpreter.name} with ${kind}`,
    interpreter,
    kind,
  })),
);

const solar2d = readFileSync(join(import.meta.dirname, 'solar2d.lua'), 'utf8');

const opening = {
  cjson: 'package.preload.dkjson = function() error("not here") end',
  dkjson: 'package.preload.cjson = function() error("not here") end',
  solar2d,
};

const isReady = ({ path }: Interpreter): boolean =>
  existsSync(path) &&
  spawnSync(path, ['-e', 'for _, name in ipairs({ "socket.http", "ssl", "cjson", "dkjson" }) do require(name) end'])
    .status === 0;

/** Sees to it that all interpreters and libraries are there. Throws a sentence that says what to install. */
export function needLua(): void {
  if (!interpreters.every(isReady)) installPackages(luaPackages);
  const lacking = interpreters.filter((interpreter) => !isReady(interpreter)).map(({ name }) => name);
  if (lacking.length === 0) return;
  throw new Error(`${lacking.join(', ')} cannot run the Lua module: install ${luaPackages.join(' ')}`);
}

/** What became of a script. */
export interface LuaRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/**
 * Runs a script. `require("plugin.coronium-core")` works in it; `...` are the arguments; in Solar2D's surroundings the frames
 * that callbacks wait for pass after its end. It is killed after half a minute.
 */
export function runLua(
  { interpreter, kind }: Pick<Surroundings, 'interpreter' | 'kind'>,
  script: string,
  { arguments: given = [], environment = {} }: { arguments?: string[]; environment?: Record<string, string> } = {},
): Promise<LuaRun> {
  const path = `package.path = ${JSON.stringify(luaPath)} .. ";" .. package.path`;
  const whole = kind === 'solar2d' ? `${script}\npass_frames()` : script;
  const child = spawn(interpreter.path, ['-e', `${path}\n${opening[kind]}`, '-', ...given], {
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', ...environment },
    timeout: 30_000,
  });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  child.stdin.end(whole);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(errors).toString(), exitCode });
    });
  });
}

/** The lines that a script printed, once it has ended well; else throws what it said. */
export async function linesOf(...given: Parameters<typeof runLua>): Promise<string[]> {
  const { stdout, stderr, exitCode } = await runLua(...given);
  if (exitCode !== 0) throw new Error(`${given[0].interpreter.name} ended with ${exitCode}: ${stderr}${stdout}`);
  return stdout.split('\n').slice(0, -1);
}
