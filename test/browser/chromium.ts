// Finds a Chromium for the tests and starts it; installs it where that can be done without asking.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { installPackages } from '../debian.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const mac = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];
const windows = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];

const switches = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const isRoot = process.getuid?.() === 0;

/** Where a browser usually is on this system, the most likely place first. */
function places(): string[] {
  const { HOME = '', PATH = '', PROGRAMFILES = '', LOCALAPPDATA = '' } = process.env;
  if (process.platform === 'darwin')
    return ['/Applications', join(HOME, 'Applications')].flatMap((at) => mac.map((path) => join(at, path)));
  if (process.platform === 'win32')
    return [PROGRAMFILES, process.env['PROGRAMFILES(X86)'] ?? '', LOCALAPPDATA].flatMap((at) =>
      at === '' ? [] : windows.map((path) => join(at, path)),
    );
  return ['/usr/bin', ...PATH.split(delimiter)].flatMap((at) => programs.map((name) => join(at, name)));
}

/**
 * Finds the browser: `MUSTER_TEST_CHROMIUM`, else where one usually is, else installed with apt-get by root on Debian.
 * Throws a sentence that says what to install.
 */
function findChromium(): string {
  const given = process.env.MUSTER_TEST_CHROMIUM;
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`MUSTER_TEST_CHROMIUM names no file: ${given}`);
  }
  const found = places().find(existsSync);
  if (found !== undefined) return found;
  installPackages(['chromium', 'fonts-dejavu-core']);
  const installed = places().find(existsSync);
  if (installed !== undefined) return installed;
  throw new Error('No browser was found: install Chromium or Chrome, or set MUSTER_TEST_CHROMIUM to the path of one');
}

/** How long a test file may take to get its browser: it may have to be installed. */
export const launchTimeoutMs = 300_000;

/** Starts a browser without a window; the caller closes it. Throws, and never skips, when there is none. */
export function launchChromium(): Promise<Browser> {
  // Chromium's sandbox refuses to run as root, and only then do we go without.
  return chromium.launch({ executablePath: findChromium(), headless: true, chromiumSandbox: !isRoot, args: switches });
}
