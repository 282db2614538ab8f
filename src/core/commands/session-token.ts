// The session token: a secret that opens a session, of which only a digest is kept.

import { hash } from 'node:crypto';
import { uuidOfBytes } from '../model/id.ts';

const timeBytes = 6;
const randomBytes = 10;

/** Where a token is good; null: wherever none is named. It is as if others had never been made. */
export type Audience = string | null;

function idFor(token: string, audience: Audience): string {
  const time = Buffer.from(token, 'hex').subarray(0, timeBytes);
  const digest = hash('sha256', audience === null ? token : `${audience}:${token}`, 'buffer');
  const bytes = Buffer.concat([time, digest.subarray(0, randomBytes)]);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOfBytes(bytes);
}

/** A fresh token, 16 bytes in lower case hex (the time it was made and 80 random bits), and the id of the session that it opens. */
export function newSessionToken(
  random: { token(count: number): string },
  now: number,
  audience: Audience,
): { readonly token: string; readonly sessionId: string } {
  const bytes = Buffer.alloc(timeBytes + randomBytes);
  bytes.writeUIntBE(now, 0, timeBytes);
  bytes.write(random.token(randomBytes), timeBytes, 'base64url');
  const token = bytes.toString('hex');
  return { token, sessionId: idFor(token, audience) };
}

/**
 * The id of the session that a token opens: a UUIDv7 of the token's time and of its SHA-256, so that whoever reads ids, anywhere, can open
 * nothing. Null: it is no token.
 */
export function sessionIdOf(token: string, audience: Audience): string | null {
  return /^[0-9a-f]{32}$/.test(token) ? idFor(token, audience) : null;
}
