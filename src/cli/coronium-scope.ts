// The commands `muster coronium scope …`: the scopes, where they lead, and what games may do there.

import { type Command, Option } from 'commander';
import type { Scope } from '../apis/coronium/envelope/scope.ts';
import { listScopes } from '../apis/coronium/operator/find-scopes.ts';
import { putScope } from '../apis/coronium/operator/put-scope.ts';
import { closable, readWish } from '../apis/coronium/operator/read-wish.ts';
import { removeScope } from '../apis/coronium/operator/remove-scope.ts';
import { viewOfScope } from '../apis/coronium/operator/view-scope.ts';
import { Parameters } from '../apis/coronium/wire/parameters.ts';
import type { JsonObject } from '../core/model/json.ts';
import { withHome } from './coronium-home.ts';

type Flags = {
  readonly realm?: string;
  readonly closed?: string;
  readonly ownOnly?: boolean;
  readonly createResult?: 'table' | 'string';
  readonly clockTolerance?: string;
};

/** Adds the commands. They throw ConfigurationError, and BootError when there is no such scope or it cannot be so. */
export function addScope(coronium: Command): void {
  const scope = coronium.command('scope').description('the scopes: where each leads, and what games may do there');
  scope.command('list').description('list them').action(list);
  withSettings(scope.command('add').description('add one').argument('<name>', 'as games say it in `core.init`'))
    .option('--realm <id>', 'the realm it leads to (`muster realm list`); a realm of its own where absent')
    .action((name: string, flags: Flags) => put(name, flags, 'new'));
  withSettings(scope.command('set').description('change what is said of one').argument('<name>')).action(
    (name: string, flags: Flags) => put(name, flags, 'present'),
  );
  scope
    .command('remove')
    .description('take one off the list; its realm and users stay')
    .argument('<name>')
    .action(remove);
}

function withSettings(command: Command): Command {
  return command
    .option('--closed <actions>', `what games may not do, with commas between; "" for nothing: ${closable.join(', ')}`)
    .option('--own-only', 'users are changed and deleted by themselves alone, logged in with our Lua module')
    .option('--no-own-only', 'by whoever knows their id')
    .addOption(
      new Option('--create-result <form>', 'what `create` answers the original plugin').choices(['table', 'string']),
    )
    .option('--clock-tolerance <seconds>', "how far a device's clock may be off, or `none`: as far as it likes");
}

/** The flags as the body of a request. */
function wishOf({ realm, closed, ownOnly, createResult, clockTolerance }: Flags): JsonObject {
  const seconds = clockTolerance === 'none' ? null : Number(clockTolerance);
  return {
    ...(realm !== undefined && { realm }),
    ...(closed !== undefined && { closed: closed.split(',').flatMap((action) => action.trim() || []) }),
    ...(ownOnly !== undefined && { ownOnly }),
    ...(createResult !== undefined && { createResult }),
    ...(clockTolerance !== undefined && { clockToleranceSeconds: seconds }),
  };
}

function textOf(scope: Scope): string {
  const { name, realm, ...settings } = viewOfScope(scope);
  return `${name}  realm: ${realm}  ${JSON.stringify(settings)}\n`;
}

async function list(): Promise<void> {
  await withHome(async (home) => {
    const lines = (await listScopes(home)).map(textOf);
    process.stdout.write(lines.join('') || 'There is no scope.\n');
  });
}

async function put(name: string, flags: Flags, mustBe: 'new' | 'present'): Promise<void> {
  await withHome(async (home, source) => {
    const { scope } = await putScope(source, home, name, readWish(new Parameters(wishOf(flags))), mustBe);
    process.stdout.write(textOf(scope));
  });
}

async function remove(name: string): Promise<void> {
  await withHome(async (home) => {
    const { realm } = await removeScope(home, name);
    process.stdout.write(
      `${name} is off the list. The realm ${realm} and its users stay: \`muster coronium scope add\` with --realm ${realm} ` +
        'brings it back.\n',
    );
  });
}
