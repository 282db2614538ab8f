// Installs the packages that package-lock.json names when they are missing or out of date.
// Plain JavaScript without dependencies: it runs on whatever Node >= 20 is there before anything is installed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lockfile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.muster-install');
const guardFile = join(root, '.muster-install.lock');
const guardLivesMs = 15 * 60_000;

/** The SHA-256 of package-lock.json, or null when there is none (Muster installed as somebody's dependency). */
function wanted() {
  return existsSync(lockfile) ? createHash('sha256').update(readFileSync(lockfile)).digest('hex') : null;
}

/** Tells whether the pinned Node is there and everything was installed from the package-lock.json of now. */
function isCurrent() {
  const binary = join(root, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(binary) && !existsSync(`${binary}.exe`)) return false;
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === wanted();
}

/** Records what is installed; npm runs it as `postinstall`, so a developer's own `npm install` counts too. */
function stamp() {
  const hash = wanted();
  if (hash !== null && existsSync(join(root, 'node_modules'))) writeFileSync(stampFile, `${hash}\n`);
}

/** Tells whether the guard file was left behind by a process that is gone. */
function isAbandoned() {
  try {
    if (Date.now() - statSync(guardFile).mtimeMs > guardLivesMs) return true;
    const owner = Number(readFileSync(guardFile, 'utf8'));
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Takes the guard file if it is free; an abandoned one is removed by exactly one of those who wait. */
function tryToTakeGuard() {
  try {
    writeFileSync(guardFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!isAbandoned()) return false;
  try {
    mkdirSync(`${guardFile}.breaking`);
  } catch {
    return false;
  }
  if (isAbandoned()) rmSync(guardFile, { force: true });
  rmdirSync(`${guardFile}.breaking`);
  return false;
}

/** Waits until this process alone may install; fails after 15 minutes. */
async function takeGuard() {
  const deadline = Date.now() + guardLivesMs;
  for (let waits = 0; !tryToTakeGuard(); waits++) {
    if (waits === 0) process.stderr.write('muster: waiting for another installation to finish …\n');
    if (Date.now() > deadline)
      throw new Error(`another installation never finished; remove ${guardFile} and try again`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Runs `npm ci` with the machine's own Node, never with the one it is about to replace. */
async function runNpm() {
  const { spawn } = await import('node:child_process');
  const ours = `node_modules${sep}.bin`;
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith(ours));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const options = ['ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const { npm_execpath: script = '', npm_node_execpath: node = '' } = process.env;
  const [command, args] =
    script.endsWith('npm-cli.js') && node !== '' && !node.includes('node_modules')
      ? [node, [script, ...options]]
      : ['npm', options];
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  const output = [];
  child.stdout.on('data', (piece) => output.push(piece));
  child.stderr.on('data', (piece) => output.push(piece));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.once('close', (...end) => resolve(end));
  });
  if (code !== 0) throw new Error(`npm ci failed (${signal ?? code}):\n${Buffer.concat(output)}`);
}

/** Makes node_modules match package-lock.json, or does nothing when it does; fails with npm's own words. */
export async function install() {
  if (isCurrent() || wanted() === null) return;
  await takeGuard();
  try {
    if (isCurrent()) return;
    const begin = Date.now();
    process.stderr.write('muster: installing packages, once (half a minute or so) …\n');
    await runNpm();
    stamp();
    if (!isCurrent()) throw new Error('npm ci succeeded but left no pinned Node; are install scripts switched off?');
    process.stderr.write(`muster: installed in ${((Date.now() - begin) / 1000).toFixed(0)} s\n`);
  } finally {
    rmSync(guardFile, { force: true });
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    if (process.argv.includes('--stamp')) stamp();
    else await install();
  } catch (error) {
    process.stderr.write(`muster: ${error.message}\n`);
    process.exitCode = 1;
  }
}
