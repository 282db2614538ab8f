// The scene: who asks for a page or posts its form, on which visit.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HostedVisit } from '../../../core/commands/begin-visit.ts';
import type { Context } from '../../../core/commands/context.ts';
import { findVisit } from '../../../core/commands/find-visit.ts';
import type { Place } from '../../../core/commands/resume-sign-in.ts';
import type { Realm } from '../../../core/model/realm.ts';
import type { Host } from '../../api.ts';
import { apiName } from '../wire/ids.ts';
import { readToken } from './visit-cookie.ts';

/** A visit under way, with the token that the browser keeps of it. */
export type OpenVisit = { readonly visit: HostedVisit; readonly token: string };

/** One request for a hosted page. `product` is what people know the service by. */
export type Scene = {
  readonly host: Host;
  readonly context: Context;
  readonly product: string;
  readonly place: Place;
  readonly query: URLSearchParams;
  readonly open: OpenVisit | null;
  readonly reply: FastifyReply;
};

const userAgentMax = 512;

function productOf({ id, name }: Realm): string {
  return name === id ? 'Muster' : name;
}

/** Reads who asks: anybody, at an address, perhaps on a visit. */
export async function sceneOf(host: Host, request: FastifyRequest, reply: FastifyReply): Promise<Scene> {
  const realm = await host.publicRealm();
  const actor = { kind: 'anybody', address: request.ip } as const;
  const context = { ports: host.ports, realm, actor, api: apiName, requestId: request.id };
  const token = readToken(request.headers.cookie, host.publicUrl);
  const visit = token === null ? null : await findVisit(context, token);
  const userAgent = request.headers['user-agent']?.replaceAll('\0', '').slice(0, userAgentMax) ?? null;
  return {
    ...{ host, context, reply },
    product: productOf(realm),
    place: { ipAddress: request.ip, userAgent },
    query: new URLSearchParams(/\?.*/s.exec(request.url)?.[0]),
    open: token === null || visit === null ? null : { token, visit },
  };
}

/** A parameter of the query that was given once and is not empty; null for any other. */
export function parameterOf({ query }: Pick<Scene, 'query'>, name: string): string | null {
  const [value = '', ...others] = query.getAll(name);
  return others.length === 0 && value !== '' && !value.includes('\0') ? value : null;
}
