// The commands `backup` and `restore` as a process of their own.
import { Command } from 'commander';
import { addBackup } from '../src/cli/backup.ts';
import { addRestore } from '../src/cli/restore.ts';

const program = new Command('muster');
addBackup(program);
addRestore(program);
await program.parseAsync();
