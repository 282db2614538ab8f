// Serves pages to a browser under test, and remembers what it posts.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A post as it came: its path, its fields in order, its headers. */
export interface Post {
  path: string;
  fields: [name: string, value: string][];
  headers: IncomingHttpHeaders;
}

/** A running server. `posts` grows; `close` stops it. */
export interface PageServer {
  origin: string;
  posts: Post[];
  close(): Promise<void>;
}

/** What a path answers: a page with its headers; a post is answered with 303 to `after`. */
export interface Offer {
  pages: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  after: string;
}

/** Serves `/<name>` for each page on a free port of 127.0.0.1. */
export async function servePages({ pages, headers, after }: Offer): Promise<PageServer> {
  const posts: Post[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (request.method === 'POST') {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      posts.push({ path, fields: [...new URLSearchParams(body)], headers: request.headers });
      response.writeHead(303, { ...headers, location: after }).end();
      return;
    }
    const page = pages[path.slice(1)];
    response.writeHead(page === undefined ? 404 : 200, headers).end(page ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no free loopback port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    posts,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
