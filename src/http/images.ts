// The public images: stored ones by id, drawn ones by colour; never anything a browser would run.

import type { FastifyInstance, FastifyReply } from 'fastify';

/** An image as served. */
export type ServedImage = { readonly contentType: string; readonly bytes: Uint8Array };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const colourCode = /^[0-9a-f]{6}$/;
const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
};

/** Serves `GET /images/:id` from `load`, and `GET /images/default/:colour` (six lower-case hex digits). */
export function serveImages(server: FastifyInstance, load: (id: string) => Promise<ServedImage | null>): void {
  server.get<{ Params: { id: string } }>('/images/:id', async ({ params: { id } }, reply) => {
    const image = uuid.test(id) ? await load(id) : null;
    return image === null ? refuse(reply) : send(reply, id, image);
  });
  server.get<{ Params: { colour: string } }>('/images/default/:colour', async ({ params: { colour } }, reply) => {
    if (!colourCode.test(colour)) return refuse(reply);
    return send(reply, colour, { contentType: 'image/svg+xml', bytes: Buffer.from(drawn(colour)) });
  });
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store').send({ error: 'not-found' });
}

/** An image never changes under its id: whoever has it may keep it. */
function send(reply: FastifyReply, id: string, image: ServedImage): FastifyReply {
  const tag = `"${id}"`;
  const extension = extensions[image.contentType];
  reply.headers({
    'cache-control': 'public, max-age=31536000, immutable',
    etag: tag,
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
  });
  if (reply.request.headers['if-none-match'] === tag) return reply.code(304).send();
  return reply
    .header('content-type', extension === undefined ? 'application/octet-stream' : image.contentType)
    .header('content-disposition', extension === undefined ? 'attachment' : `inline; filename="image.${extension}"`)
    .send(Buffer.from(image.bytes.buffer, image.bytes.byteOffset, image.bytes.byteLength));
}

function drawn(colour: string): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 64 64">' +
    `<rect width="64" height="64" fill="#${colour}"/>` +
    '<g fill="#fff" fill-opacity=".85"><circle cx="32" cy="25" r="11"/><path d="M10 60a22 20 0 0 1 44 0v4H10z"/></g></svg>'
  );
}
