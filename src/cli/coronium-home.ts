// The list of scopes and keys as the `muster coronium` commands work on it.

import type { RealmSource } from '../apis/coronium/envelope/find-scope.ts';
import { Fault } from '../apis/coronium/fault.ts';
import { faultOf } from '../apis/coronium/refusals.ts';
import { apiName } from '../apis/coronium/wire/ids.ts';
import { apis } from '../apis/index.ts';
import { BootError } from '../boot/boot-error.ts';
import { openMemories } from '../boot/memories.ts';
import type { Context } from '../core/commands/context.ts';
import { Refused } from '../core/model/error.ts';
import { realmFounder } from '../host.ts';
import { withDirectory } from './with-directory.ts';

/**
 * Lets `work` use the home realm of the directory that the environment names, and where realms are found. Throws ConfigurationError, and BootError
 * where there is no directory or the work was refused.
 */
export async function withHome(work: (home: Context, source: RealmSource) => Promise<void>): Promise<void> {
  await withDirectory(apiName, 'refuse', async (home) => {
    const { realms } = openMemories(home.ports.store, home.ports.clock);
    const furnishers = apis.map(({ furnish }) => furnish);
    const foundRealm = realmFounder(home.ports, realms, furnishers);
    try {
      await work(home, { realms, foundRealm });
    } catch (error) {
      const fault = error instanceof Refused ? faultOf(error.refusals[0]) : error;
      throw fault instanceof Fault ? new BootError(fault.message, { cause: error }) : error;
    }
  });
}
