// The holder of a secret key, as the header of a request shows it.

import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../../core/commands/authenticate.ts';
import { refuse } from '../../../core/model/error.ts';
import type { Host } from '../../api.ts';

/** Who shows a secret key (RFC 6750, section 2.1). @fails not-authenticated. */
export async function keyHolder(
  host: Pick<Host, 'authenticate'>,
  { headers }: Pick<FastifyRequest, 'headers'>,
): Promise<Caller> {
  const key = /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? '')?.[1];
  return key === undefined ? refuse({ code: 'not-authenticated' }) : await host.authenticate(key);
}
