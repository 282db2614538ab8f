// The problems this API finds by itself, before any command is asked.

import type { BodyRefusal } from '../api.ts';
import type { Fault, Wording } from './problem.ts';
import { fault } from './problem.ts';

/** The query, a header or a cursor is no good. */
export function badRequest(errors: readonly Fault[], detail = 'The request cannot be understood.'): Wording {
  return { name: 'bad-request', title: 'Bad request', status: 400, detail, errors };
}

/** The document says what cannot be: wrong types, unknown or read-only members. */
export function invalid(errors: readonly Fault[]): Wording {
  const detail = 'The document is not valid; `errors` names every fault.';
  return { name: 'invalid', title: 'Invalid', status: 422, detail, errors };
}

const bodyReasons = {
  malformed: 'The body is not JSON in UTF-8.',
  'too-deep': 'The body is nested too deeply.',
  'key-forbidden': 'The body has a key that is not allowed anywhere.',
  text: 'The body has a text with a NUL or half a surrogate pair.',
  number: 'The body has a number beyond what a number can hold.',
  empty: 'The body is missing.',
} as const satisfies { [Reason in BodyRefusal['reason']]: string };

/** The body cannot be read. */
export function badBody(reason: BodyRefusal['reason'], key: string | null): Wording {
  const errors = [fault(key === null ? '' : `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, reason)];
  return { name: 'bad-body', title: 'Unreadable body', status: 400, detail: bodyReasons[reason], errors };
}

/** The body has a media type that this path does not take. */
export function badMediaType(accepted: readonly string[]): Wording {
  const detail = accepted.length === 0 ? 'This path takes no body.' : `This path takes ${accepted.join(', ')}.`;
  return {
    ...{ name: 'unsupported-media-type', title: 'Unsupported media type', status: 415, detail, errors: [] },
    headers: accepted.length === 0 ? {} : { accept: accepted.join(', ') },
  };
}

/** The patch does not fit the user as it is. */
export function patchMisfit(reason: string, pointer: string): Wording {
  const status = reason === 'absent' || reason === 'test' ? 409 : 422;
  const detail = 'An operation of the patch does not fit the user as it is; nothing was changed.';
  return { name: 'patch-misfit', title: 'Patch does not fit', status, detail, errors: [fault(pointer, reason)] };
}

/** There is nothing at this path, or not for this method. */
export const noSuchPath: Wording = {
  ...{ name: 'no-such-path', title: 'No such path', status: 404, errors: [] },
  detail: 'There is nothing here; /api/openapi.json tells what there is.',
};

/** The body is too large. */
export const tooLarge: Wording = {
  ...{ name: 'too-large', title: 'Too large', status: 413, errors: [] },
  detail: 'The body is larger than this server takes.',
};

/** Our own fault. */
export const unexpected: Wording = {
  ...{ name: 'unexpected', title: 'Unexpected error', status: 500, errors: [] },
  detail: 'Something went wrong here; the log tells what, under this request id.',
};
