// The commands `muster coronium …`: what an operator of Coronium's games can set.

import type { Command } from 'commander';
import { addKey } from './coronium-key.ts';
import { addPluginKey } from './coronium-plugin-key.ts';
import { addScope } from './coronium-scope.ts';

/** Adds them. They throw ConfigurationError, BootError and FileRefused. */
export function addCoronium(program: Command): void {
  const coronium = program.command('coronium').description("what Coronium's games may do, and with which keys");
  for (const add of [addScope, addKey, addPluginKey]) add(coronium);
}
