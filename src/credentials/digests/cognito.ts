// References to a user of Amazon Cognito: no digest at all, kept so that nothing is lost, and no password matches.

import { type DigestFormat, imported, malformed, readable } from './format.ts';

/** Pool and client as the service's API reference has them (UserPoolIdType, ClientIdType, read 2026-08). */
const pattern = /^awscognito#[\w-]{1,50}_[0-9A-Za-z]{1,25}#[\w+]{1,128}#[^#\p{Cc}]{1,1024}$/u;

/** Only Amazon can check such a password, by a call that Muster does not make: set a new one, or have it reset. */
export const cognitoReference: DigestFormat = {
  ...imported('cognito-reference', (digest) => (pattern.test(digest) ? readable(async () => false) : malformed), {
    layout: '`awscognito#<user pool>#<client>#<identifier>`',
    limits: '',
  }),
  verifiable: false,
};
