// OpenLDAP's server with a throw-away directory, where the system has it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { freePort } from '../free-port.ts';
import type { Identity } from './identity.ts';
import { type Row, suffix } from './people.ts';

const binary = '/usr/sbin/slapd';
const administrator = { dn: `cn=administrator,${suffix}`, password: 'only in these tests' };

/** Whether it is installed. Fails in CI when it is not: there, it must be. */
export function hasSlapd(): boolean {
  const has = existsSync(binary) && existsSync('/etc/ldap/schema/core.schema');
  if (!has && process.env.CI) throw new Error('OpenLDAP\'s server is missing: install the package "slapd"');
  return has;
}

function configuration(folder: string): string {
  return `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile ${folder}/pid
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
database mdb
suffix ${suffix}
rootdn ${administrator.dn}
rootpw "${administrator.password}"
directory ${folder}/data
overlay memberof
access to attrs=userPassword by anonymous auth by * none
access to * by * read
`;
}

async function untilItListens(port: number, child: ChildProcess, words: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`slapd did not start: ${words()}`);
    const socket = connect(port, '127.0.0.1');
    const listens = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (listens) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts it on a free port with these rows, the groups of each member worked out by its overlay. */
export async function startSlapd(
  rows: readonly Row[],
  identity: Identity,
): Promise<{ port: number; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-slapd-'));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'cert.pem'), identity.cert);
  writeFileSync(join(folder, 'key.pem'), identity.key);
  writeFileSync(join(folder, 'slapd.conf'), configuration(folder));
  const port = await freePort();
  const url = `ldap://127.0.0.1:${port}`;
  let words = '';
  // A copy: where AppArmor guards the original, that may read nothing of ours.
  const copy = join(folder, 'slapd');
  copyFileSync(binary, copy);
  const child = spawn(copy, ['-f', join(folder, 'slapd.conf'), '-h', url, '-d', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.on('data', (chunk) => {
    words = (words + chunk).slice(-2000);
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilItListens(port, child, () => words);
    const client = new Client({ url });
    await client.bind(administrator.dn, administrator.password);
    for (const { dn, attributes } of rows) await client.add(dn, attributes);
    await client.unbind();
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}
