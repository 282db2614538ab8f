// Asking directory servers who a user is and whether a password is theirs.

import { BindRequest } from 'ldapts';
import {
  type Authentication,
  DirectoryError,
  type DirectoryServer,
  type DirectoryStep,
} from '../core/model/directory-server.ts';
import type { Directories } from '../core/ports.ts';
import { connect, failedAt, type Patience } from './connect.ts';
import type { Conversation } from './converse.ts';
import { lookUp } from './look-up.ts';
import { answers } from './read-message.ts';

/**
 * Result codes of a bind that speak of the user, not of the server (RFC 4511 appendix A): constraintViolation (locked in
 * some servers), noSuchObject, inappropriateAuthentication (has no password), invalidCredentials, insufficientAccessRights,
 * unwillingToPerform (deactivated in some servers).
 */
const refusals: readonly number[] = [19, 32, 48, 49, 50, 53];

/** Opens the way to directory servers: 5 s for a connection and for its encryption, 10 s for each request. */
export function openDirectories(patience: Patience = { connectMs: 5_000, requestMs: 10_000 }): Directories {
  const visit = async <T>(server: DirectoryServer, ask: (talk: Conversation) => Promise<T>): Promise<T> => {
    const talk = await connect(server, patience);
    try {
      await bindToSearch(talk, server);
      return await ask(talk);
    } finally {
      talk.close();
    }
  };
  return {
    find: (server, username) => visit(server, (talk) => lookUp(talk, server, username)),
    async authenticate(server, username, password) {
      // A server takes a name with an empty password for nobody and lets it in (RFC 4513 §5.1.2).
      if (password === '') return { outcome: 'wrong-credentials' };
      try {
        return await visit(server, (talk) => check(talk, server, username, password));
      } catch (error) {
        const { step, detail } = failedAt('authenticate', error);
        return { outcome: 'unreachable', reason: step, detail };
      }
    },
  };
}

async function check(
  talk: Conversation,
  server: DirectoryServer,
  username: string,
  password: string,
): Promise<Authentication> {
  const entry = await lookUp(talk, server, username);
  if (entry === null) return { outcome: 'wrong-credentials' };
  const code = await bind(talk, entry.dn, password, 'authenticate');
  if (code === 0) return { outcome: 'ok', entry };
  if (refusals.includes(code)) return { outcome: 'wrong-credentials' };
  throw new DirectoryError('authenticate', `ldap-${code}`);
}

/** Without a name or a password the connection stays anonymous, as it begins (RFC 4513 §4). */
async function bindToSearch(talk: Conversation, { bindDn, bindPassword }: DirectoryServer): Promise<void> {
  if (bindDn === '' || bindPassword === '') return;
  const code = await bind(talk, bindDn, bindPassword, 'bind');
  if (code !== 0) throw new DirectoryError('bind', `ldap-${code}`);
}

async function bind(talk: Conversation, dn: string, password: string, step: DirectoryStep): Promise<number> {
  try {
    const { code } = await talk.ask((messageId) => new BindRequest({ messageId, dn, password }), answers.bind);
    return code;
  } catch (error) {
    throw failedAt(step, error);
  }
}
