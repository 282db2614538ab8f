// Every system that people come from.

import type { JsonObject } from '../../core/model/json.ts';
import { musterSheet } from '../muster/read-sheet.ts';
import type { Source } from '../source.ts';
import { auth0 } from './auth0.ts';
import { authjs } from './authjs.ts';
import { clerk } from './clerk.ts';
import { cognito } from './cognito.ts';
import { type FirebaseHash, firebase } from './firebase.ts';
import { keycloak } from './keycloak.ts';
import { supabase } from './supabase.ts';
import { workos } from './workos.ts';

/** All of them, in the order of the alphabet. Passwords of Firebase need the hash parameters of the project they come from. */
export function listSources(firebaseHash: FirebaseHash | null): readonly Source[] {
  return [auth0, authjs, clerk, cognito, firebase(firebaseHash), keycloak, musterSheet, supabase, workos];
}

/** The name of the one system that the row looks like; null when it looks like none, or like several. */
export function recogniseSource(row: JsonObject): string | null {
  const [first, ...others] = listSources(null).filter((source) => source.recognises(row));
  return first === undefined || others.length > 0 ? null : first.name;
}
