// Every command besides serving.

import type { Command } from 'commander';
import { addBackup } from './backup.ts';
import { addBreached } from './breached.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addRestore } from './restore.ts';

/** Adds them to the program. What they throw ends the process in `main.ts`. */
export function addCommands(program: Command): void {
  for (const add of [addImport, addExport, addBackup, addRestore, addBreached]) add(program);
}
