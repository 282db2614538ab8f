// The time-based codes of authenticator apps, RFC 6238.

import { Secret, TOTP } from 'otpauth';
import { refuse } from '../core/model/error.ts';
import type { Totp } from '../core/model/user.ts';
import type { TimeCodes } from '../core/ports.ts';

/** Base32 letters (RFC 4648 §6) of 80 bits (what the oldest apps made) to 1024. */
const base32 = /^[A-Z2-7]{16,205}$/;

/** 160 bits, as RFC 4226 §4 recommends. */
const secretBytes = 20;

/** Steps that a clock may be off. */
const drift = 1;

/** True for a secret that codes can be made of. */
export function isTotp({ secret, algorithm, digits, periodSeconds }: Totp): boolean {
  return (
    base32.test(secret) &&
    ['SHA1', 'SHA256', 'SHA512'].includes(algorithm) &&
    (digits === 6 || digits === 8) &&
    Number.isInteger(periodSeconds) &&
    periodSeconds >= 15 &&
    periodSeconds <= 120
  );
}

function otpOf(totp: Totp): TOTP {
  const { algorithm, digits, periodSeconds: period } = totp;
  return new TOTP({ secret: Secret.fromBase32(totp.secret), algorithm, digits, period });
}

/** Opens the `TimeCodes`. */
export function openTimeCodes(): TimeCodes {
  return {
    create() {
      const { base32: secret } = new Secret({ size: secretBytes });
      return { secret, algorithm: 'SHA1', digits: 6, periodSeconds: 30 };
    },
    accept(wish) {
      // As people copy it: in groups, in small letters, with its padding.
      const secret = wish.secret.replaceAll(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
      const totp: Totp = { ...wish, secret };
      if (isTotp(totp)) return totp;
      return refuse({ code: 'invalid', issues: [{ path: 'totp', reason: 'format', limit: null }] });
    },
    stepOf(totp, code, now) {
      if (code.length !== totp.digits || !/^[0-9]+$/.test(code)) return null;
      const delta = otpOf(totp).validate({ token: code, timestamp: now, window: drift });
      return delta === null ? null : Math.floor(now / 1000 / totp.periodSeconds) + delta;
    },
    addressOf(totp, issuer, account) {
      const { algorithm, digits, periodSeconds: period } = totp;
      const secret = Secret.fromBase32(totp.secret);
      return new TOTP({ issuer, label: account, secret, algorithm, digits, period }).toString();
    },
  };
}
