// Secrets that calls are signed with.

import { randomBytes } from 'node:crypto';

/** A fresh secret for `signTimestamped`: 32 random bytes in hex. */
export const newTimestampedSecret = (): string => randomBytes(32).toString('hex');

/** A fresh secret for `signStandard`: `whsec_` and 24 random bytes in base64, the shortest that Standard Webhooks allows. */
export const newStandardSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
