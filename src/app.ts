// The composition root: builds a whole server from a configuration, listening or not.

import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { DestinationStream, Logger } from 'pino';
import type { Host } from './apis/api.ts';
import { announcementOf } from './boot/announcement.ts';
import { type Founded, realmId } from './boot/first-boot.ts';
import { furnish } from './boot/furnish.ts';
import { lateAvatar, lateDirectories, lateTransport } from './boot/late.ts';
import { type Memories, openMemories } from './boot/memories.ts';
import { openDirectory } from './boot/open-directory.ts';
import { describe } from './boot/open-store.ts';
import { openRandom } from './boot/random.ts';
import type { Config } from './config.ts';
import type { Clock, Ports, Random, Store, Write } from './core/ports.ts';
import { type DeliveryOptions, openDeliverer } from './events/deliver.ts';
import { type Deliverers, deliverEverywhere } from './events/deliver-everywhere.ts';
import { pauseAfter } from './events/send/backoff.ts';
import { resolveName } from './events/send/post.ts';
import { hostOf, presentRealm, realmFounder, realmsToTell, voicesOf } from './host.ts';
import { serveHealth } from './http/health.ts';
import { serveImages } from './http/images.ts';
import { openLog } from './http/log.ts';
import { type Metrics, openMetrics, serveMetrics } from './http/metrics.ts';
import type { SecondPort } from './http/second-port.ts';
import { mount, openServer } from './http/server.ts';
import { addressOf, listen, listenForGames, portOf } from './listen.ts';
import { openPostman, type Postman } from './mail/postman.ts';

/** A server, complete but not listening: `server.inject` works at once. */
export type App = {
  readonly server: FastifyInstance;
  readonly host: Host;
  readonly ports: Ports;
  /** What a first boot has made, in clear; null on every other boot. */
  readonly founded: Founded | null;
  /** Listens; resolves with the URL. */
  readonly listen: () => Promise<string>;
  /** Finishes what has begun, for `deadlineMs` at most, then closes everything. */
  readonly close: (deadlineMs?: number) => Promise<void>;
};

/** What tests and the command put in the place of the world. */
export type Surroundings = {
  /** Where log lines go; nowhere unless told. */
  readonly log?: DestinationStream;
  /** Told once, on first boot, what the operator must know. */
  readonly announce?: (text: string) => void;
  readonly clock?: Clock;
  readonly random?: Random;
  /** How webhooks find and are given pauses. */
  readonly webhooks?: Partial<Pick<DeliveryOptions, 'resolve' | 'pauseAfter'>>;
};

const hashQueueMax = 256;
const readyTimeoutMs = 2000;
const closeDeadlineMs = 10_000;
const sweepEveryMs = 10 * 60 * 1000;

/** Builds the server. Throws BootError (or the store's own) when it cannot work; then nothing stays open. */
export async function build(config: Config, surroundings: Surroundings = {}): Promise<App> {
  const opened = new AsyncDisposableStack();
  try {
    return await assemble(config, surroundings, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function assemble(config: Config, surroundings: Surroundings, opened: AsyncDisposableStack): Promise<App> {
  const { clock = Date.now, random = openRandom() } = surroundings;
  const log = openLog(config.logLevel, surroundings.log ?? { write: () => {} });
  const metrics = openMetrics();
  opened.defer(() => metrics.close());
  const opener = { clock, random, mayFound: true, hashQueueMax, warn: log.warn.bind(log) };
  const [directory, { apis }] = await Promise.all([
    openDirectory(config, opener, opened),
    // Read while the store opens: a tenth of a second less to wait.
    import('./apis/index.ts'),
  ]);
  const { folder, hasher, signer, founded } = directory;
  const kept = directory.ports.store;
  if (founded !== null) surroundings.announce?.(announcement(config, folder, founded));

  const transport = lateTransport(config.smtpUrl, folder === null ? null : join(folder, 'mail'));
  const { vault } = directory.ports;
  const postman = openPostman({ store: kept, clock, transport, from: config.mailFrom, vault, log });
  opened.defer(() => postman.close());
  opened.defer(startSweeping(kept, clock, log));
  const calls = metrics.addTally('muster_webhook_calls_total', 'Calls to webhook endpoints by outcome.', 'outcome');
  const deliverers = deliverEverywhere(await realmsToTell(kept), (realm) =>
    openDeliverer({
      ...{ ...directory.ports, realm, clock, random, log, voiceOf: voicesOf(apis, kept, realm, () => where()) },
      ...{ allowPrivate: config.webhookAllowPrivate, resolve: resolveName, pauseAfter, dice: Math.random },
      ...{ ...surroundings.webhooks, count: calls.add },
    }),
  );
  opened.defer(() => deliverers.close());
  const memories = openMemories(kept, clock);
  const store = watched(kept, metrics, postman, deliverers, memories);
  const ports: Ports = { ...directory.ports, store };
  metrics.addGauge(passwordQueue(hasher.waiting));

  const { server, isStopping, stop } = openServer({ log, metrics, trustedProxies: config.trustedProxies });
  const deadline = { ms: closeDeadlineMs };
  opened.defer(() => stop(deadline.ms));
  let games: SecondPort | null = null;
  opened.defer(() => games?.close(deadline.ms));
  let listening: string | null = config.publicUrl;
  const where = () => listening ?? addressOf(config, config.port);
  const directories = lateDirectories(opener.warn);
  const furnishers = apis.map((api) => api.furnish);
  const foundRealm = realmFounder({ ...directory.ports, store }, memories.realms, furnishers);
  const means = { signer, directories, foundRealm, dataFolder: folder };
  const host = hostOf(config, apis, ports, means, where, memories);
  serveHealth(server, { check: () => kept.ping(), timeoutMs: readyTimeoutMs, isStopping });
  serveMetrics(server, metrics);
  serveImages(server, { load: (id) => store.loadImage(realmId, id), draw: lateAvatar });
  await furnish(furnishers, ports, await presentRealm(memories.realms));
  for (const api of apis) await mount(server, api.name, (scope) => api.register(scope, host));
  await server.ready();

  const closing = opened.move();
  return {
    ...{ server, host, ports, founded },
    async listen() {
      await listen(server, config);
      games = await listenForGames(server, config, opener.warn);
      listening ??= addressOf(config, portOf(server) ?? config.port);
      return where();
    },
    async close(deadlineMs = closeDeadlineMs) {
      deadline.ms = deadlineMs;
      await closing.disposeAsync();
    },
  };
}

function announcement(config: Config, folder: string | null, founded: Founded): string {
  return announcementOf(founded, config, {
    data: folder ?? 'in memory',
    database: describe({ databaseUrl: config.databaseUrl, folder }),
    publicUrl: config.publicUrl ?? (config.port === 0 ? null : addressOf(config, config.port)),
  });
}

/** Removes all documents whose time has passed. */
async function sweepAll(store: Store, clock: Clock): Promise<void> {
  while (await store.sweepDocuments(clock()));
}

/** Sweeps from now on; answers how to stop. */
function startSweeping(store: Store, clock: Clock, log: Logger): () => void {
  const sweep = () => sweepAll(store, clock).catch((error) => log.error({ err: error }, 'documents were not swept'));
  const timer = setInterval(sweep, sweepEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

function passwordQueue(read: () => number) {
  return { name: 'muster_password_queue_length', help: 'Passwords that wait for their turn to be digested.', read };
}

/** True when the write says what is to be delivered to whom. */
function orders({ documents }: Write): boolean {
  return documents.some((step) => 'document' in step && step.document.kind === 'delivery');
}

/** The store, counted; a commit that ordered mails wakes the postman, any the deliverer; what is out of date is forgotten. */
function watched(
  store: Store,
  metrics: Metrics,
  postman: Postman,
  deliverers: Deliverers,
  { forget }: Memories,
): Store {
  const commits = metrics.addTally('muster_commits_total', 'Writes by how they ended.', 'outcome');
  return {
    ...store,
    async commit(write) {
      const outcome = await store.commit(write);
      commits.add(outcome.ok ? 'done' : outcome.reason);
      if (!outcome.ok) return outcome;
      forget(write);
      if (write.mails.length > 0) postman.wake();
      if (orders(write)) deliverers.look(write.realm);
      else deliverers.wake(write.realm);
      return outcome;
    },
  };
}
