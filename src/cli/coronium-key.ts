// The command `muster coronium key`: the keys that games sign with.

import { type Command, Option } from 'commander';
import { addServerKey } from '../apis/coronium/operator/add-server-key.ts';
import { listServerKeys } from '../apis/coronium/operator/list-server-keys.ts';
import { revokeServerKey } from '../apis/coronium/operator/revoke-server-key.ts';
import type { Context } from '../core/commands/context.ts';
import { withHome } from './coronium-home.ts';

/** Adds the command. It throws ConfigurationError, and BootError when there is no such key. */
export function addKey(coronium: Command): void {
  coronium
    .command('key')
    .description('make a further server key and print it, once')
    .addOption(new Option('--list', 'list the keys instead').conflicts('revoke'))
    .option('--revoke <id>', 'take this key away instead: the games that carry it are cut off')
    .action(run);
}

async function run({ list = false, revoke }: { list?: boolean; revoke?: string }): Promise<void> {
  await withHome(async (home) => {
    if (list) process.stdout.write(await listed(home));
    else if (revoke !== undefined) await take(home, revoke);
    else await make(home);
  });
}

async function listed(home: Context): Promise<string> {
  const keys = await listServerKeys(home);
  const lines = keys.map(({ id, createdAt, hint }) => `${id}  ${new Date(createdAt).toISOString()}  …${hint}\n`);
  return lines.join('') || 'There is no key.\n';
}

async function make(home: Context): Promise<void> {
  process.stdout.write(`${await addServerKey(home)}\n`);
  process.stderr.write(
    'This is the only time that it is shown. The keys there were stay good: `muster coronium key --list`.\n',
  );
}

async function take(home: Context, id: string): Promise<void> {
  await revokeServerKey(home, id);
  process.stdout.write(
    `${id} is no key any more.\nIf MUSTER_CORONIUM_KEY still says it, the next start adds it again.\n`,
  );
}
