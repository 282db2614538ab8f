// What a client asks for with `GET /authorize`, read from its query.

import { readId } from '../wire/ids.ts';

/** What a client asks for, once it is known who it is. */
export type Wish = {
  readonly state: string | null;
  readonly challenge: string | null;
  readonly organizationId: string | null;
  readonly invitationToken: string | null;
  readonly loginHint: string | null;
  readonly screen: 'sign-in' | 'sign-up';
};

/** What is told to the client in its own address (RFC 6749 §4.1.2.1). */
export type Fault = { readonly error: string; readonly description: string };

/** The parameters that mean something here. WorkOS' OpenAPI file 0.61, `authorize`; 2026-08. */
type Texts = {
  readonly responseType: string | null;
  readonly provider: string | null;
  readonly connection: string | null;
  readonly state: string | null;
  readonly challenge: string | null;
  readonly method: string | null;
  readonly screen: string | null;
  readonly hint: string | null;
  readonly organization: string | null;
  readonly invitation: string | null;
  readonly prompt: string | null;
};

const names = [
  ...['response_type', 'provider', 'connection_id', 'state', 'code_challenge', 'code_challenge_method'],
  ...['screen_hint', 'login_hint', 'organization_id', 'invitation_token', 'prompt'],
];

const stateLengthMax = 4096;
const hintLengthMax = 320;
const tokenLengthMax = 512;

function fault(error: string, description: string): Fault {
  return { error, description };
}

/** Null: one was given twice, or cannot be kept. One without a value counts as left out (RFC 6749 §3.1). */
function readTexts(query: URLSearchParams): Texts | null {
  if (names.some((name) => query.getAll(name).length > 1 || query.get(name)?.includes('\0'))) return null;
  const text = (name: string) => query.get(name) || null;
  return {
    responseType: text('response_type'),
    provider: text('provider'),
    connection: text('connection_id'),
    state: text('state'),
    challenge: text('code_challenge'),
    method: text('code_challenge_method'),
    screen: text('screen_hint'),
    hint: text('login_hint'),
    organization: text('organization_id'),
    invitation: text('invitation_token'),
    prompt: text('prompt'),
  };
}

function faultOf(texts: Texts): Fault | null {
  const { challenge, method, provider } = texts;
  if (texts.responseType !== 'code') return fault('unsupported_response_type', 'The response_type must be code.');
  if ((provider !== null && provider !== 'authkit') || texts.connection !== null) {
    return fault('invalid_request', 'This provider is not supported; use authkit.');
  }
  if ((challenge !== null && !/^[\w-]{43}$/.test(challenge)) || (challenge === null) !== (method === null)) {
    return fault('invalid_request', 'The code_challenge must be a SHA-256 in base64url, with its method.');
  }
  if (method !== null && method !== 'S256') {
    return fault('invalid_request', 'The code_challenge_method must be S256.');
  }
  if ((texts.state?.length ?? 0) > stateLengthMax) return fault('invalid_request', 'The state is too long.');
  if (texts.prompt === 'none') return fault('login_required', 'Nobody is signed in here.');
  return null;
}

/** Reads the wish, or what is wrong with it. */
export function readWish(query: URLSearchParams): Wish | Fault {
  const texts = readTexts(query);
  if (texts === null) return fault('invalid_request', 'A parameter was given twice, or cannot be read.');
  const found = faultOf(texts);
  if (found !== null) return found;
  const { organization, hint, invitation: token } = texts;
  const organizationId = organization === null ? null : readId('organization', organization);
  if (organization !== null && organizationId === null) {
    return fault('invalid_request', 'There is no such organization.');
  }
  return {
    state: texts.state,
    challenge: texts.challenge,
    organizationId,
    invitationToken: token !== null && token.length <= tokenLengthMax ? token : null,
    loginHint: hint !== null && hint.length <= hintLengthMax ? hint : null,
    screen: texts.screen === 'sign-up' ? 'sign-up' : 'sign-in',
  };
}
