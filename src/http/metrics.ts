// The metrics: how long requests take and what the process uses, with labels that no request can invent.

import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** One request as measured. `route` is the pattern of a registered route, or null. */
export type Measured = {
  readonly api: string;
  readonly route: string | null;
  readonly method: string;
  readonly status: number;
  readonly ms: number;
};

/** A value read when somebody asks. */
export type GaugeSource = { readonly name: string; readonly help: string; readonly read: () => number };

/** Counts things of one kind, told apart by one label of a fixed set. */
export type Tally = { readonly add: (label: string, count?: number) => void };

export type Metrics = {
  readonly measure: (request: Measured) => void;
  readonly addGauge: (source: GaugeSource) => void;
  readonly addTally: (name: string, help: string, label: string) => Tally;
  /** Everything in the text format of Prometheus, and its content type. */
  readonly render: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly close: () => void;
};

/** Opens the metrics of one server; several servers in one process do not meet. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'muster_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['api', 'route', 'method', 'status'],
    buckets: seconds,
    registers: [registry],
  });
  return {
    measure({ api, route, method, status, ms }) {
      duration.observe(
        {
          api,
          route: route ?? 'other',
          method: route !== null && knownMethods.has(method) ? method : 'other',
          status: `${Math.trunc(status / 100)}xx`,
        },
        ms / 1000,
      );
    },
    addGauge({ name, help, read }) {
      const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
    },
    addTally(name, help, label) {
      const counter = new Counter({ name, help, labelNames: [label], registers: [registry] });
      return { add: (value, count = 1) => counter.inc({ [label]: value }, count) };
    },
    async render() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    close: () => registry.clear(),
  };
}

/** Serves `GET /metrics`. */
export function serveMetrics(server: FastifyInstance, metrics: Metrics): void {
  server.get('/metrics', { config: { quiet: true } }, async (_request, reply) => {
    const { contentType, text } = await metrics.render();
    return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text);
  });
}
