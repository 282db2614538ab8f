// The updates: through HTTP, and beside each the same server without a store and the same store without a server.

import { setTimeout as wait } from 'node:timers/promises';
import type { Child } from './child.ts';
import { gameUpdates, openScope } from './games.ts';
import type { Listening } from './limits/echo.ts';
import type { RawPostgresAsk } from './limits/raw-postgres.ts';
import type { WithoutServerAsk } from './limits/without-server.ts';
import type { WithoutStoreAsk } from './limits/without-store.ts';
import type { EngineName } from './options.ts';
import {
  personUrl,
  rpcUpdates,
  type Source,
  secretKey,
  signIn,
  type UpdateKind,
  updateKinds,
  updates,
} from './requests.ts';
import { type Filled, fillPlace, loadFor, type Run, startLimit, startLoaded } from './run.ts';
import type { Timing } from './timing.ts';

/** One line: an update at so many connections, and its two limits. */
export type UpdateRow = {
  readonly engine: EngineName;
  readonly kind: UpdateKind;
  readonly connections: number;
  readonly measured: Timing;
  readonly withoutStore: Timing;
  readonly withoutServer: Timing;
};

/** What one engine did. `raw`: plain PostgreSQL by connections, empty for others. */
export type EngineUpdates = {
  readonly users: number;
  readonly rows: readonly UpdateRow[];
  readonly raw: readonly { readonly connections: number; readonly timing: Timing }[];
  readonly filled: Filled;
  readonly idleMb: number;
  readonly loadedMb: number;
  readonly answerBytes: number;
};

/** What the two limits in series allow. */
export function inSeries({ withoutStore, withoutServer }: UpdateRow): number {
  return 1 / (1 / withoutStore.rate + 1 / withoutServer.rate);
}

type Limits = {
  readonly serverOnly: number;
  readonly storeOnly: Child<WithoutServerAsk, Timing>;
  readonly storePlace: Filled;
  readonly session: string;
};

function sourceOf(kind: UpdateKind, total: number, session: string): Source {
  if (kind === 'user.update') return rpcUpdates(total, session);
  if (kind === 'coronium.update') return gameUpdates(total);
  return updates(kind, total);
}

async function measureRow(
  run: Run,
  port: number,
  limits: Limits,
  what: Pick<UpdateRow, 'engine' | 'kind' | 'connections'>,
): Promise<UpdateRow> {
  const { engine, kind, connections } = what;
  const { users: total, warmUpMs, measureMs } = run.options;
  run.tell(`${engine}: ${kind} at ${connections}`);
  const next = sourceOf(kind, total, limits.session);
  const withoutStore = await loadFor(run, limits.serverOnly, connections, next);
  const asked = { place: limits.storePlace.place, total, kind, inFlight: connections, warmUpMs, measureMs };
  const withoutServer = await limits.storeOnly.ask(asked);
  const measured = await loadFor(run, port, connections, next);
  return { ...what, measured, withoutStore, withoutServer };
}

async function measureRaw(run: Run): Promise<EngineUpdates['raw']> {
  const { databaseUrl } = await run.places.create('postgres');
  if (databaseUrl === null) return [];
  const child = startLimit<RawPostgresAsk, Timing>(run, 'raw-postgres.ts');
  const { connections, users: total, warmUpMs, measureMs } = run.options;
  const raw: { connections: number; timing: Timing }[] = [];
  for (const inFlight of connections) {
    run.tell(`postgres: plain driver at ${inFlight}`);
    raw.push({ connections: inFlight, timing: await child.ask({ databaseUrl, total, inFlight, warmUpMs, measureMs }) });
  }
  await child.end();
  return raw;
}

/** Measures every update of one engine. */
export async function measureUpdates(run: Run, engine: EngineName): Promise<EngineUpdates> {
  const filled = await fillPlace(run, engine, run.options.users, run.options.starts);
  const storePlace = await fillPlace(run, engine, run.options.users, 0);
  const server = await startLoaded(run, filled.place);
  await wait(500);
  const idleMb = server.residentMb();
  const answered = await fetch(personUrl(server.url, 0), { headers: { authorization: `Bearer ${secretKey}` } });
  const text = await answered.text();
  if (!answered.ok) throw new Error(`the server answered ${answered.status}: ${text}`);
  const serverOnly = startLimit<WithoutStoreAsk, Listening>(run, 'without-store.ts');
  const storeOnly = startLimit<WithoutServerAsk, Timing>(run, 'without-server.ts');
  const session = await signIn(server.url);
  await openScope(server.url);
  const { port: withoutStore } = await serverOnly.ask({ user: JSON.parse(text) });
  const limits = { serverOnly: withoutStore, storeOnly, storePlace, session };
  const rows: UpdateRow[] = [];
  for (const kind of updateKinds) {
    for (const connections of run.options.connections) {
      rows.push(await measureRow(run, server.port, limits, { engine, kind, connections }));
    }
  }
  const loadedMb = server.residentMb();
  await Promise.all([server.stop(), serverOnly.end(), storeOnly.end()]);
  const raw = engine === 'postgres' ? await measureRaw(run) : [];
  return { users: run.options.users, rows, raw, filled, idleMb, loadedMb, answerBytes: text.length };
}
