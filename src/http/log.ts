// The log: JSON lines that never hold a header, a body or a query.

import { type DestinationStream, type Logger, pino } from 'pino';

/** How much is logged, from most severe on. */
export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LogLevel = (typeof logLevels)[number];

let stampedAt = 0;
let stamped = '';

/** The time as a member of a log line; written out once per millisecond, since a busy server logs many lines in one. */
function stamp(): string {
  const now = Date.now();
  if (now !== stampedAt) {
    stampedAt = now;
    stamped = `,"time":"${new Date(now).toISOString()}"`;
  }
  return stamped;
}

/** Opens a log that writes one JSON line per event to `destination`. */
export function openLog(level: LogLevel, destination: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stamp,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      err: describeError,
      error: describeError,
      req: describeRequest,
      res: describeResponse,
      // The parser of uploads logs what it was given, headers included.
      busboyOptions: () => undefined,
    },
  };
  return pino(options, destination);
}

/** Only what an error is made of: libraries hang requests, packets and rows on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const cause = error.cause instanceof Error ? describeError(error.cause) : undefined;
  return { type: error.name, code, message: error.message, stack: error.stack, cause };
}

function describeRequest(request: unknown): unknown {
  if (typeof request !== 'object' || request === null) return null;
  const { method, url } = { method: null, url: null, ...request };
  return { method, path: pathOf(url) };
}

function describeResponse(response: unknown): unknown {
  if (typeof response !== 'object' || response === null || !('statusCode' in response)) return null;
  return { status: response.statusCode };
}

/** The path of a request's target without its query, cut to a readable length; null for anything else. */
export function pathOf(target: unknown): string | null {
  if (typeof target !== 'string' || !target.startsWith('/')) return null;
  const end = target.search(/[?#;]/);
  return target.slice(0, Math.min(end === -1 ? target.length : end, 256));
}
