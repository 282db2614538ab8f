// Zabbix' API: scripts, modules and clients that manage users work by changing the URL.

import { findNumbering } from '../../core/commands/take-numbers.ts';
import type { Api } from '../api.ts';
import { serveRpc } from './envelope/serve.ts';
import { apiName, readUserId, writeUserId } from './wire/ids.ts';

const paths = ['/api_jsonrpc.php', '/zabbix/api_jsonrpc.php', '/r/:realm/api_jsonrpc.php'];

/** Zabbix' user management API, 7.0; 2026-08. Its methods are loaded with the first call: a server that gets none is as small without. */
export const api: Api = {
  name: apiName,
  path: '/api_jsonrpc.php',
  register: (server, host) =>
    serveRpc(server, paths, async (envelope) => {
      const { answerEnvelope } = await import('./run.ts');
      return await answerEnvelope(server.log, host, envelope);
    }),
  readUserId,
  writeUserId,
  async furnish(context) {
    if ((await findNumbering(context)) !== null) return;
    await (await import('./furnish.ts')).furnish(context);
  },
  beginsSessions: true,
  events: null,
};
