// Debian packages that tests need: installed where that can be done without asking.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const isRoot = process.getuid?.() === 0;

/** Installs Debian packages as root on Debian, and does nothing elsewhere. Waits for others who install at the same time. */
export function installPackages(names: readonly string[]): void {
  if (!isRoot || !existsSync('/etc/debian_version')) return;
  const apt = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', [...apt, 'update'], { env });
  const { status, stderr } = spawnSync('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...names], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${names.join(', ')} could not be installed: ${stderr}`);
}

/** Sees to it that a program is there, from these packages. Throws a sentence that says what to install. */
export function needProgram(path: string, packages: readonly string[]): string {
  if (!existsSync(path)) installPackages(packages);
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing: install ${packages.join(' and ')}`);
}
