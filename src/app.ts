// The composition root: builds a whole server from a configuration, listening or not.

import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { DestinationStream, Logger } from 'pino';
import type { Api, Host } from './apis/api.ts';
import { announcementOf } from './boot/announcement.ts';
import { BootError } from './boot/boot-error.ts';
import { type Founded, realmId } from './boot/first-boot.ts';
import { furnish } from './boot/furnish.ts';
import { lateAvatar, lateDirectories, lateTransport } from './boot/late.ts';
import { type Memories, openMemories } from './boot/memories.ts';
import { openDirectory } from './boot/open-directory.ts';
import { describe } from './boot/open-store.ts';
import { openRandom } from './boot/random.ts';
import type { Config } from './config.ts';
import { openAuthentication } from './core/commands/authenticate.ts';
import type { EndpointMeans } from './core/commands/judge-webhook-endpoint.ts';
import { changeTypesOf, firstEventId, tellEvents } from './core/commands/tell-events.ts';
import { ulidOfUuid } from './core/model/id.ts';
import type { Realm } from './core/model/realm.ts';
import type { Clock, Ports, Random, Store, Write } from './core/ports.ts';
import { drawQrCode } from './credentials/qr-code.ts';
import { type Deliverer, type DeliveryOptions, openDeliverer, type Voice } from './events/deliver.ts';
import { pauseAfter } from './events/send/backoff.ts';
import { newStandardSecret, newTimestampedSecret } from './events/send/new-secret.ts';
import { resolveName } from './events/send/post.ts';
import { checkTarget } from './events/send/target.ts';
import { serveHealth } from './http/health.ts';
import { serveImages } from './http/images.ts';
import { readJson } from './http/json-body.ts';
import { openLog } from './http/log.ts';
import { acceptLooseJson } from './http/loose-json.ts';
import { type Metrics, openMetrics, serveMetrics } from './http/metrics.ts';
import { mount, openServer } from './http/server.ts';
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
  const deliverer = openDeliverer({
    ...{ ...directory.ports, realm: realmId, clock, random, log, voiceOf: voicesOf(apis, kept, () => where()) },
    ...{ allowPrivate: config.webhookAllowPrivate, resolve: resolveName, pauseAfter, dice: Math.random },
    ...{ ...surroundings.webhooks, count: calls.add },
  });
  opened.defer(() => deliverer.close());
  const memories = openMemories(kept, clock);
  const store = watched(kept, metrics, postman, deliverer, memories);
  const ports: Ports = { ...directory.ports, store };
  metrics.addGauge({
    name: 'muster_password_queue_length',
    help: 'Passwords that wait for their turn to be digested.',
    read: () => hasher.waiting(),
  });

  const { server, isStopping, stop } = openServer({ log, metrics, trustedProxies: config.trustedProxies });
  const deadline = { ms: closeDeadlineMs };
  opened.defer(() => stop(deadline.ms));
  let listening: string | null = config.publicUrl;
  const where = () => listening ?? addressOf(config, config.port);
  const directories = lateDirectories(opener.warn);
  const host = hostOf(config, apis, ports, { signer, directories }, where, memories);
  serveHealth(server, { check: () => kept.ping(), timeoutMs: readyTimeoutMs, isStopping });
  serveMetrics(server, metrics);
  serveImages(server, { load: (id) => store.loadImage(realmId, id), draw: lateAvatar });
  const furnishers = apis.map((api) => api.furnish);
  await furnish(furnishers, ports, await presentRealm(memories.realms));
  for (const api of apis) await mount(server, api.name, (scope) => api.register(scope, host));
  await server.ready();

  const closing = opened.move();
  return {
    ...{ server, host, ports, founded },
    async listen() {
      await listen(server, config);
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

/** The realm there is. */
async function presentRealm(realms: Host['realms']): Promise<Realm> {
  const realm = await realms.of(realmId);
  if (realm === null) throw new Error(`the realm ${realmId} is gone`);
  return realm;
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

/** How each API tells what happened. The realm is read each time: its law may have changed. */
function voicesOf(apis: readonly Api[], store: Store, where: () => string): (api: string) => Voice | null {
  return (api) => {
    const dialect = apis.find(({ name }) => name === api)?.events ?? null;
    if (dialect === null) return null;
    return {
      signature: dialect.signature,
      typesOf: (events) => changeTypesOf(dialect, events),
      idOf: (change) => firstEventId(dialect, change),
      async tell(changes) {
        const realm = await store.loadRealm(realmId);
        if (realm === null) throw new Error(`the realm ${realmId} is gone`);
        return await tellEvents(store, dialect, { realm, publicUrl: where() }, changes);
      },
    };
  };
}

function endpointMeans(apis: readonly Api[], allowPrivate: boolean): EndpointMeans {
  const dialectOf = (api: string) => apis.find(({ name }) => name === api)?.events ?? null;
  return {
    mayCall: (url) => checkTarget(url, allowPrivate).ok,
    eventsOf: (api) => {
      const dialect = dialectOf(api);
      return dialect === null ? null : new Set(dialect.names.keys());
    },
    newSecret: (api) => (dialectOf(api)?.signature.style === 'standard' ? newStandardSecret() : newTimestampedSecret()),
  };
}

/** True when the write says what is to be delivered to whom. */
function orders({ documents }: Write): boolean {
  return documents.some((step) => 'document' in step && step.document.kind === 'delivery');
}

/** The store, counted; a commit that ordered mails wakes the postman, any the deliverer; what is out of date is forgotten. */
function watched(store: Store, metrics: Metrics, postman: Postman, deliverer: Deliverer, { forget }: Memories): Store {
  const commits = metrics.addTally('muster_commits_total', 'Writes by how they ended.', 'outcome');
  return {
    ...store,
    async commit(write) {
      const outcome = await store.commit(write);
      commits.add(outcome.ok ? 'done' : outcome.reason);
      if (!outcome.ok) return outcome;
      forget(write);
      if (write.mails.length > 0) postman.wake();
      if (orders(write)) deliverer.look();
      else deliverer.wake();
      return outcome;
    },
  };
}

/** What the APIs get. The URL is asked for late: with port 0 it is known only once the server listens. */
function hostOf(
  { clientId, webhookAllowPrivate }: Config,
  apis: readonly Api[],
  ports: Ports,
  means: Pick<Host, 'signer' | 'directories'>,
  where: () => string,
  { realms, realmObjects }: Memories,
): Host {
  return {
    ports,
    clientIdOf: ({ instanceId }) => clientId ?? `client_${ulidOfUuid(instanceId)}`,
    ...means,
    webhooks: endpointMeans(apis, webhookAllowPrivate),
    realms,
    realmObjects,
    authenticate: openAuthentication(ports, realms),
    readJsonBody: readJson,
    acceptLooseJson,
    drawQrCode,
    async publicRealm() {
      return await presentRealm(realms);
    },
    get publicUrl() {
      return where();
    },
    get apis() {
      return apis.map(({ name, path }) => ({ name, url: `${where()}${path}` }));
    },
    readUserId(text) {
      for (const api of apis) {
        const reference = api.readUserId(text);
        if (reference !== null) return reference;
      }
      return null;
    },
    writeUserIds: (user) => Object.fromEntries(apis.map((api) => [api.name, api.writeUserId(user)])),
  };
}

/** How this machine reaches the server. */
function addressOf({ host }: Config, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function portOf(server: FastifyInstance): number | null {
  const address = server.server.address();
  return address !== null && typeof address === 'object' ? address.port : null;
}

async function listen(server: FastifyInstance, { host, port }: Config): Promise<void> {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} on ${host} is in use; choose another with MUSTER_PORT or --port`,
    EACCES: `port ${port} on ${host} may not be used by this user; choose another with MUSTER_PORT or --port`,
    EADDRNOTAVAIL: `${host} is not an address of this machine; choose another with MUSTER_HOST or --host`,
    ENOTFOUND: `${host} is not known as a host; choose another with MUSTER_HOST or --host`,
  };
  try {
    await server.listen({ host, port });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined;
    throw reason === undefined ? error : new BootError(reason, { cause: error });
  }
}
