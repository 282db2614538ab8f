// The public images: stored ones by id, drawn ones for users who have none; never anything a browser would run.

import type { FastifyInstance, FastifyReply } from 'fastify';

/** An image as served. */
export type ServedImage = { readonly contentType: string; readonly bytes: Uint8Array };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
};

/** Where the pictures come from: `load` knows the stored ones by id, `draw` makes one up for a user's id. */
export type ImageSource = {
  readonly load: (id: string) => Promise<ServedImage | null>;
  readonly draw: (userId: string) => Promise<ServedImage>;
};

/** Serves `GET /images/:id` and `GET /images/default/:userId`; any UUID has a default picture, whether a user or not. */
export function serveImages(server: FastifyInstance, { load, draw }: ImageSource): void {
  server.get<{ Params: { id: string } }>('/images/:id', async ({ params: { id } }, reply) => {
    const image = uuid.test(id) ? await load(id) : null;
    return image === null ? refuse(reply) : send(reply, id, image, 'public, max-age=86400');
  });
  server.get<{ Params: { userId: string } }>('/images/default/:userId', async ({ params: { userId } }, reply) => {
    if (!uuid.test(userId)) return refuse(reply);
    return send(reply, userId, await draw(userId), 'public, max-age=31536000, immutable');
  });
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store').send({ error: 'not-found' });
}

/** An image never changes under its id; but a stored one can be removed, so that caches keep it for a day only. */
function send(reply: FastifyReply, id: string, image: ServedImage, keep: string): FastifyReply {
  const tag = `"${id}"`;
  const extension = extensions[image.contentType];
  reply.headers({
    'cache-control': keep,
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
