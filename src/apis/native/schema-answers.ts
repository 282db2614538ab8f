// The schemas of what is answered besides a user.

import Type from 'typebox';
import { changeTypes } from '../../core/model/change.ts';
import { Fault } from './problem.ts';
import { anyObject, anything, closed, nullableText, nullableTime, oneOf, time } from './schema-basics.ts';
import { UserDocument } from './schema-user.ts';

const next = nullableText({ description: 'The `cursor` of the next page; null: this is the last.' });

export const UserPage = closed({
  items: Type.Array(UserDocument),
  next,
  total: Type.Optional(Type.Integer({ description: 'With `count=true`: how many there are on all pages.' })),
});

export const Difference = closed({
  path: Type.String({ description: 'Dotted; entries of lists go by their id.' }),
  before: anything(),
  after: anything({ description: 'Of a secret only that it has changed.' }),
});

export const Change = closed({
  seq: Type.Integer(),
  userId: nullableText({ description: 'null: the realm itself.' }),
  rev: Type.Integer({ description: "The user's after the change; 0 of the realm itself." }),
  at: time(),
  type: oneOf(changeTypes),
  actor: anyObject({ description: 'Who asked: `kind`, and what identifies one of the kind.' }),
  api: Type.String(),
  requestId: Type.String(),
  diff: Type.Array(Difference),
});

export const HistoryPage = closed({ items: Type.Array(Change), next });

export const Session = closed({
  id: Type.String(),
  userId: Type.String(),
  client: Type.String(),
  status: oneOf(['active', 'revoked', 'removed', 'ended', 'expired']),
  method: Type.String(),
  ipAddress: nullableText(),
  userAgent: nullableText(),
  createdAt: time(),
  updatedAt: time(),
  lastActiveAt: time(),
  expireAt: time(),
  abandonAt: time(),
  endedAt: nullableTime(),
});

export const SessionPage = closed({ items: Type.Array(Session), next });

export const Preview = closed({
  before: UserDocument,
  after: UserDocument,
  diff: Type.Array(Difference),
  violations: Type.Array(
    closed({ type: Type.String(), title: Type.String(), detail: Type.String(), errors: Type.Array(Fault) }),
  ),
});

export const Realm = closed({
  id: Type.String(),
  name: Type.String(),
  clientId: Type.String({ description: 'What OAuth clients send as `client_id`.' }),
  issuer: Type.String(),
  apis: Type.Array(closed({ name: Type.String(), url: Type.String() })),
});

export const Verified = closed({ verified: Type.Literal(true) });

export const CodeVerified = closed({
  verified: Type.Literal(true),
  by: oneOf(['totp', 'backup-code'], { description: 'What the code was; it is used up.' }),
});

export const Enrolment = closed({
  secret: Type.String({ description: 'Base32; shown this once.' }),
  address: Type.String({ description: 'The `otpauth://` address to draw as a QR code.' }),
});

export const BackupCodes = closed({
  codes: Type.Array(Type.String(), { description: 'Each good once; shown this once.' }),
});

export const SignedIn = closed({
  userId: Type.String(),
  sessionId: Type.String(),
  expiresAt: time(),
  token: Type.String({ description: 'A JWT (RS256) that says who it is; far shorter-lived than the session.' }),
});
