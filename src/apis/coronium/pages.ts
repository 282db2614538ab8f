// The pages that the links in Coronium's mails lead to: confirming an account, and setting a new password.

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptConfirmation, findConfirmation } from '../../core/commands/accept-confirmation.ts';
import type { Context } from '../../core/commands/context.ts';
import { findPasswordReset, resetPassword } from '../../core/commands/reset-password.ts';
import { Refused } from '../../core/model/error.ts';
import type { Realm } from '../../core/model/realm.ts';
import {
  confirmationPage,
  confirmedPage,
  messagePage,
  newPasswordTwicePage,
  pageHeaders,
  passwordSetPage,
} from '../../pages/index.ts';
import type { Host } from '../api.ts';
import { paths, readCode } from './links.ts';
import { type Complaint, complaintOf, over, wrongField } from './page-words.ts';
import { apiName } from './wire/ids.ts';

/** The realm that links of this id are for, null: the home realm. Answers null where there is none, or it has no such links. */
export type RealmOf = (id: string | null) => Promise<Realm | null>;

/** Somebody who has followed a link. `code`: as it stands there; `token`: what is in it. */
type Visitor = {
  readonly context: Context;
  readonly product: string;
  readonly code: string;
  readonly token: string;
  readonly reply: FastifyReply;
};

type Matter = keyof typeof over;
type Answer = (visitor: Visitor, form: URLSearchParams) => Promise<FastifyReply>;

const formBytesMax = 16_384;
const formType = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

function send(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply.headers(pageHeaders([])).code(status).send(page);
}

function tell(reply: FastifyReply, product: string, status: number, title: string, text: string): FastifyReply {
  return send(reply, messagePage({ product, title, text, link: null }), status);
}

function productOf({ id, name }: Realm): string {
  return name === id ? 'Muster' : name;
}

const askToConfirm: Answer = async ({ context, product, code, token, reply }) => {
  await findConfirmation(context, token);
  const frame = { product, action: paths.confirmation, hidden: {}, problems: null };
  return send(reply, confirmationPage({ ...frame, token: code }));
};

const confirm: Answer = async ({ context, product, token, reply }) => {
  await acceptConfirmation(context, token);
  return send(reply, confirmedPage({ product }));
};

async function askForPassword(visitor: Visitor, complaint: Complaint | null): Promise<FastifyReply> {
  const { context, product, code, token, reply } = visitor;
  const { address } = await findPasswordReset(context, token);
  const page = newPasswordTwicePage({
    ...{ product, action: paths.reset, hidden: {}, problems: complaint },
    ...{ token: code, email: address },
    passwordHint: `At least ${context.realm.policy.password.lengthMin} characters.`,
  });
  if (complaint === null) return send(reply, page);
  if (complaint.retryAfterSeconds !== null) reply.header('retry-after', String(complaint.retryAfterSeconds));
  return send(reply, page, complaint.status);
}

const setPassword: Answer = async (visitor, form) => {
  const { context, product, token, reply } = visitor;
  const password = form.get('password') ?? '';
  if (password === '') return await askForPassword(visitor, wrongField('password', 'Enter a new password.'));
  if (form.get('repeated') !== password) {
    return await askForPassword(visitor, wrongField('repeated', 'These are two different passwords.'));
  }
  try {
    await resetPassword(context, token, password);
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusals[0] : null;
    if (refusal === null || refusal.code === 'code-rejected' || refusal.code === 'not-found') throw error;
    return await askForPassword(visitor, complaintOf(refusal));
  }
  return send(reply, passwordSetPage({ product, signInPath: null }));
};

/** Answers whoever has followed a link, or posted its form; says so where it is not good any more. */
async function receive(
  { host, realmOf }: { readonly host: Pick<Host, 'ports'>; readonly realmOf: RealmOf },
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { matter, answer, code }: { readonly matter: Matter; readonly answer: Answer; readonly code: string },
): Promise<FastifyReply> {
  const read = readCode(code);
  const realm = read === null ? null : await realmOf(read.realmId);
  const product = realm === null ? 'Muster' : productOf(realm);
  const sendOver = () => tell(reply, product, 400, 'This link cannot be used', over[matter]);
  if (read === null || realm === null) return sendOver();
  const actor = { kind: 'anybody', address: request.ip } as const;
  const context: Context = { ports: host.ports, realm, actor, api: apiName, requestId: request.id };
  try {
    return await answer({ context, product, code, token: read.token, reply }, fieldsOf(request));
  } catch (error) {
    if (error instanceof Refused) return sendOver();
    throw error;
  }
}

function fieldsOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(/\?.*/s.exec(url)?.[0]);
}

/** A post of another site's page (Fetch Metadata, W3C). What every form carries, the token, such a page would lack as well. */
function isForeign({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function readForms(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>(
    formType,
    { parseAs: 'string', bodyLimit: formBytesMax },
    (_request, text, done) => {
      done(null, new URLSearchParams(text));
    },
  );
}

function answerFaults(server: FastifyInstance): void {
  server.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode >= 400 && statusCode < 500) {
      return tell(reply, 'Muster', statusCode, 'This cannot be shown', 'Go back, and try it again.');
    }
    request.log.error({ err: error }, 'unexpected error');
    return tell(reply, 'Muster', 500, 'Something went wrong', 'Go back, and try it again.');
  });
}

/**
 * Serves the pages below `/_confirmation` and `/_resetpassword`, with their own error answers. Opening a link changes nothing; only its
 * form does, since programs that look for harm in mails open links, too.
 */
export async function registerPages(
  server: FastifyInstance,
  host: Pick<Host, 'ports'>,
  realmOf: RealmOf,
): Promise<void> {
  await server.register(async (scope) => {
    readForms(scope);
    answerFaults(scope);
    const serve = (matter: Matter, path: string, show: Answer, take: Answer) => {
      scope.get(path, async (request, reply) => {
        const code = queryOf(request).get('code') ?? '';
        return await receive({ host, realmOf }, { request, reply }, { matter, answer: show, code });
      });
      scope.post(path, async (request, reply) => {
        if (isForeign(request)) return tell(reply, 'Muster', 403, 'This cannot be shown', 'Go back, and try it again.');
        const code = fieldsOf(request).get('token') ?? '';
        return await receive({ host, realmOf }, { request, reply }, { matter, answer: take, code });
      });
    };
    serve('confirmation', paths.confirmation, askToConfirm, confirm);
    serve('reset', paths.reset, (visitor) => askForPassword(visitor, null), setPassword);
  });
}
