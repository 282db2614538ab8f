// JSON bodies as SDKs send them: also as text, without a type, or empty where they say JSON.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readJson } from './json-body.ts';

const readable = /^(?:application\/(?:[\w.-]+\+)?json|text\/(?:plain|json))\s*(?:;|$)/i;

/** Makes the plugin read every body as JSON, an empty one as `{}`; `refuse` answers for any other content type. */
export function acceptLooseJson(server: FastifyInstance, refuse: (type: string) => never): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    if (bytes.length === 0) return {};
    const type = request.headers['content-type'] ?? 'application/json';
    return readable.test(type) ? readJson(bytes) : refuse(type);
  });
}
