// The forms that come in: their one content type, where they come from, and their fields.

import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What was posted. */
export type Form = { readonly text: (name: string) => string };

/** Beyond this a form is not read. */
export const formBytesMax = 16_384;

/** A post that no page of ours sent. */
export class ForeignForm extends Error {
  readonly statusCode = 403;
}

const type = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** Has the plugin read forms, and nothing else. */
export function acceptOnlyForms(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>(type, { parseAs: 'string', bodyLimit: formBytesMax }, (_request, text, done) => {
    done(null, new URLSearchParams(text));
  });
}

/**
 * Reads a form; a field that is not there is empty. Browsers say where a post comes from (Fetch Metadata, W3C); one from another site
 * is refused. Throws ForeignForm.
 */
export function readForm({ body, headers }: Pick<FastifyRequest, 'body' | 'headers'>): Form {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new ForeignForm();
  const fields = body instanceof URLSearchParams ? body : new URLSearchParams();
  return { text: (name) => (fields.get(name) ?? '').replaceAll('\0', '') };
}

const emailLengthMax = 320;

/** An address as it was typed, without the spaces around it; null when it cannot be one. */
export function readEmail(form: Form): string | null {
  const email = form.text('email').trim();
  return email.length <= emailLengthMax && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null;
}

/** A code as it was typed, without the spaces in it. */
export function readCode(form: Form): string {
  return form.text('code').replace(/\s/g, '').slice(0, 100);
}
