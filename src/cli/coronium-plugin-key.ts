// The command `muster coronium plugin-key`: finds in an operator's copy of the original plugin what it signs with.

import type { Command } from 'commander';
import { keepPluginKey } from '../apis/coronium/operator/keep-plugin-key.ts';
import { pluginText, type Search, searchPluginText } from '../apis/coronium/operator/search-plugin-text.ts';
import { BootError } from '../boot/boot-error.ts';
import { refusalOf } from '../transfer/rows/file-refused.ts';
import { withHome } from './coronium-home.ts';
import { openProgress } from './progress.ts';

/** Adds the command. It throws ConfigurationError, FileRefused, and BootError when the text is not there. */
export function addPluginKey(coronium: Command): void {
  coronium
    .command('plugin-key')
    .description(
      'let games with the original plugin in: finds what it signs with in your own copy of it, and keeps that sealed',
    )
    .argument('<file>', 'a file of the plugin (compiled Lua), or a folder that is searched with all below it; unpacked')
    .action(run);
}

async function run(path: string): Promise<void> {
  await withHome(async (home) => {
    const search = await searched(path);
    if (search.text === null) throw new BootError(notFound(path, search));
    await keepPluginKey(home, search.text);
    process.stdout.write('Found and kept: games with the original plugin are let in.\n');
  });
}

async function searched(path: string): Promise<Readonly<Search>> {
  const progress = openProgress(process.stderr);
  try {
    return await searchPluginText(path, pluginText, ({ files }) => progress.show(`${files} files`));
  } catch (error) {
    throw refusalOf(path, 'read', error);
  } finally {
    progress.end(null);
  }
}

function notFound(path: string, { files, packed, tooLarge, unreadable, isWhole }: Search): string {
  const remarks: readonly (readonly [boolean, string])[] = [
    [packed > 0, `${packed} packed (.tgz, .zip): unpack them first`],
    [tooLarge > 0, `${tooLarge} above 64 MB left out`],
    [unreadable > 0, `${unreadable} not to be read`],
    [!isWhole, 'there is more than the first 10,000 entries or gigabyte that are searched: name a smaller folder'],
  ];
  const said = remarks.flatMap(([holds, remark]) => (holds ? [`; ${remark}`] : [])).join('');
  return `what the plugin (2.6.5) signs with is not in ${path} (files searched: ${files}${said}). Nothing was changed`;
}
