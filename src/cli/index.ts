// Every command besides serving.

import type { Command } from 'commander';
import { addBackup } from './backup.ts';
import { addBreached } from './breached.ts';
import { addCoronium } from './coronium.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addRealm } from './realm.ts';
import { addRestore } from './restore.ts';

/** Adds them to the program. What they throw ends the process in `main.ts`. */
export function addCommands(program: Command): void {
  for (const add of [addImport, addExport, addBackup, addRestore, addBreached, addCoronium, addRealm]) add(program);
}
