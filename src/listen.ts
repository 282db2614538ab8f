// Listening: on the port the operator says, and on the one that games call.

import type { FastifyInstance } from 'fastify';
import { BootError } from './boot/boot-error.ts';
import type { Config } from './config.ts';
import { openSecondPort, type SecondPort } from './http/second-port.ts';

/** How this machine reaches the server on that port. */
export function addressOf({ host }: Config, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** The port the server listens on; null: none. */
export function portOf(server: FastifyInstance): number | null {
  const address = server.server.address();
  return address !== null && typeof address === 'object' ? address.port : null;
}

/** Listens. Throws BootError where the port cannot be had. */
export async function listen(server: FastifyInstance, { host, port }: Config): Promise<void> {
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

/** The port that clients of Coronium's plugin call, whatever they are told. */
const gamePort = 10_001;

/**
 * Listens for games on a port of their own, if they have one; null: they have none. Throws BootError where the operator's cannot be had; that one is
 * not free which nobody asked for is only told to `warn`.
 */
export async function listenForGames(
  server: FastifyInstance,
  { host, port: main, coroniumPort }: Config,
  warn: (facts: object, text: string) => void,
): Promise<SecondPort | null> {
  const port = coroniumPort ?? (main === 0 ? 0 : gamePort);
  if (port === 0 || port === main) return null;
  try {
    return await openSecondPort(server, { host, port, paths: ['/'] });
  } catch (error) {
    const reason = `port ${port} on ${host} cannot be had for games; choose another with MUSTER_CORONIUM_PORT, or 0 for none`;
    if (coroniumPort !== null) throw new BootError(reason, { cause: error });
    warn({ port }, reason);
    return null;
  }
}
