// Who asks for a piece of work under a name: each side is a process of its own, on the same directory.

import { vi } from 'vitest';
import type { Context } from '../../src/core/commands/context.ts';
import { set, untouched } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import type { Store, Write } from '../../src/core/ports.ts';
import { type engines, openProcesses, type Process } from './processes.ts';
import { add, type World } from './world.ts';

/** The commands as a process of its own has them: with turns that nobody else waits for. */
async function loadCommands() {
  vi.resetModules();
  const [{ answerOnce }, { createUser }, { updateUser }, { createSession }, { deleteUser }, { refuse }] =
    await Promise.all([
      import('../../src/core/commands/answer-once.ts'),
      import('../../src/core/commands/create-user.ts'),
      import('../../src/core/commands/update-user.ts'),
      import('../../src/core/commands/create-session.ts'),
      import('../../src/core/commands/delete-user.ts'),
      import('../../src/core/model/error.ts'),
    ]);
  return { answerOnce, createUser, updateUser, createSession, deleteUser, refuse };
}

type Commands = Awaited<ReturnType<typeof loadCommands>>;
/** One process. */
export type Side = Commands & { readonly world: World };
/** What is asked for; its answer is the body. */
export type Work = (context: Context) => Promise<string>;

const facts = { method: 'test', ipAddress: null, userAgent: null, organizationId: null };
/** By the user's own id. */
export const byId = ({ id }: Pick<User, 'id'>) => ({ by: 'id', id }) as const;

async function side({ world }: Process): Promise<Side> {
  return { ...(await loadCommands()), world };
}

/** The same process with another store. */
export function onStore(one: Side, change: Partial<Store>): Side {
  const ports = { ...one.world.ports, store: { ...one.world.ports.store, ...change } };
  return { ...one, world: { ...one.world, ports, context: { ...one.world.context, ports } } };
}

/** Asks for the work under a name; what it answers is the body. */
export async function ask({ world, answerOnce }: Side, name: string, work: Work, content: readonly unknown[] = []) {
  const request = { name, content, isRefusal: () => false, tellsSerials: true };
  return await answerOnce(world.context, request, async (context) => ({
    status: 200,
    headers: { etag: '"1"' },
    body: await work(context),
  }));
}

/** Creates a user; answers the id. */
export const create =
  ({ createUser }: Side, username: string): Work =>
  async (context) =>
    (await createUser(context, { ...untouched, username: set(username) }, { identifier: true, password: true })).id;
/** Changes the user's name; answers the rev. */
export const rename =
  ({ updateUser }: Side, user: User, firstName: string): Work =>
  async (context) =>
    String(
      (
        await updateUser(
          context,
          byId(user),
          { ...untouched, firstName: set(firstName) },
          { system: false, ifRev: null },
        )
      ).after.rev,
    );
/** Begins a session of the user; answers its id. */
export const begin =
  ({ createSession }: Side, user: User): Work =>
  async (context) =>
    (await createSession(context, byId(user), facts)).id;

/** The side with a note of everything that it commits. */
export function watched(one: Side): { readonly side: Side; readonly writes: Write[] } {
  const writes: Write[] = [];
  const commit: Store['commit'] = async (write) => {
    writes.push(write);
    return await one.world.ports.store.commit(write);
  };
  return { side: onStore(one, { commit }), writes };
}

/** All receipts, as stored. */
export const receiptsOf = ({ world }: Side) =>
  world.ports.store.findDocuments('default', {
    ...{ kind: 'receipt', userId: null, organizationId: null, subject: null },
    ...{ direction: 'ascending', after: null, limit: 1000 },
  });

/** Two processes on a directory of this engine, and somebody in it. */
export async function openSides(engine: (typeof engines)[number]) {
  const [left, right] = await openProcesses(engine);
  const [one, other] = [await side(left), await side(right)];
  return { one, other, ada: await add(one.world, { username: set('adalove') }) };
}
