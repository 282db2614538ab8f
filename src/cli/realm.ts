// The commands `muster realm …`: which realms there are, and keys for them.

import type { Command } from 'commander';
import { addKey, storedKey } from '../boot/api-keys.ts';
import { BootError } from '../boot/boot-error.ts';
import { randomLetters } from '../boot/random.ts';
import type { Context } from '../core/commands/context.ts';
import { withDirectory } from './with-directory.ts';

/** Adds the commands. They throw ConfigurationError, and BootError when there is no such realm. */
export function addRealm(program: Command): void {
  const realm = program.command('realm').description('the realms: each a directory of its own');
  realm.command('list').description('list them, with the ends of their secret keys').action(list);
  realm
    .command('key')
    .description('make a further secret key for one and print it, once')
    .argument('<realm>', 'its id')
    .action(key);
}

async function textOf({ ports: { store } }: Context, id: string): Promise<string> {
  const [realm, keys] = await Promise.all([store.loadRealm(id), store.listApiKeys(id)]);
  const hints = keys.flatMap(({ kind, hint }) => (kind === 'secret' ? [`…${hint}`] : []));
  return `${id}  ${realm?.name ?? ''}  keys: ${hints.join(', ') || 'none'}\n`;
}

async function list(): Promise<void> {
  await withDirectory('realm', 'refuse', async (context) => {
    for (const id of await context.ports.store.listRealms()) process.stdout.write(await textOf(context, id));
  });
}

async function key(id: string): Promise<void> {
  await withDirectory('realm', 'refuse', async ({ ports: { store, random, clock } }) => {
    if ((await store.loadRealm(id)) === null) throw new BootError(`there is no realm ${id}; see \`muster realm list\``);
    const secret = `sk_test_${randomLetters(48)}`;
    await addKey(store, storedKey({ random, realm: id, kind: 'secret', secret, now: clock() }));
    process.stdout.write(`${secret}\n`);
    process.stderr.write(
      `Whoever has it may do everything in the realm ${id}. This is the only time that it is shown.\n`,
    );
  });
}
