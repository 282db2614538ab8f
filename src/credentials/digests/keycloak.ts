// Keycloak's credentials: the JSON of its realm export, PBKDF2 or argon2 inside.

import { isJsonObject, type Json, type JsonObject } from '../../core/model/json.ts';
import { readArgon2 } from './argon2.ts';
import { type DigestFormat, imported, malformed, type Reading } from './format.ts';
import { readBase64, readObject } from './notation.ts';
import { checkPbkdf2, type Pbkdf2Hash } from './pbkdf2.ts';

const hashes: ReadonlyMap<unknown, Pbkdf2Hash> = new Map([
  ['pbkdf2', 'sha1'],
  ['pbkdf2-sha256', 'sha256'],
  ['pbkdf2-sha512', 'sha512'],
]);

/**
 * A member of `credentials` in an exported user, with `secretData` and `credentialData` as texts of JSON or as objects
 * (PasswordCredentialModel and Argon2PasswordHashProvider of Keycloak 26, read 2026-08).
 */
export const keycloakJson: DigestFormat = imported('keycloak-json', read, {
  layout: '`{"type":"password","secretData":"…","credentialData":"…"}`: pbkdf2, pbkdf2-sha256, pbkdf2-sha512 or argon2',
  limits: 'as `pbkdf2-phc` and `argon2`',
});

function read(digest: string): Reading {
  const credential = readObject(digest);
  const [secret, made] = [nested(credential?.secretData), nested(credential?.credentialData)];
  if (credential === null || secret === null || made === null) return malformed;
  if ('type' in credential && credential.type !== 'password') return malformed;
  const { value, salt } = secret;
  const iterations = made.hashIterations;
  if (typeof value !== 'string' || typeof salt !== 'string' || typeof iterations !== 'number') return malformed;
  if (made.algorithm === 'argon2') return readArgon(made, iterations, salt, value);
  return checkPbkdf2(hashes.get(made.algorithm) ?? null, {
    iterations: Number.isSafeInteger(iterations) && iterations > 0 ? iterations : null,
    salt: readBase64(salt),
    key: readBase64(value),
  });
}

function nested(value: Json | undefined): JsonObject | null {
  if (typeof value === 'string') return readObject(value);
  return isJsonObject(value) ? value : null;
}

function readArgon(made: JsonObject, iterations: number, salt: string, value: string): Reading {
  const given = made.additionalParameters;
  if (!isJsonObject(given)) return malformed;
  const only = (name: string) => {
    const list = given[name];
    return Array.isArray(list) && list.length === 1 ? String(list[0]) : '';
  };
  const version = { '1.3': '19', '1.0': '16' }[only('version')];
  const parameters = `m=${only('memory')},t=${iterations},p=${only('parallelism')}`;
  if (readBase64(value)?.length !== Number(only('hashLength'))) return malformed;
  const [bareSalt, bareValue] = [salt, value].map((text) => text.replace(/=+$/, ''));
  return readArgon2(`$argon2${only('type')}$v=${version}$${parameters}$${bareSalt}$${bareValue}`);
}
