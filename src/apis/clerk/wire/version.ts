// The API version a call is made in, and the one thing in which they differ here.

import { reject } from './rejected.ts';

/** How one version behaves. */
export type Version = {
  /** Whether an update of a user may carry metadata. */
  readonly metadataInUpdate: boolean;
};

const until2026: Version = { metadataInUpdate: true };

/** The versions Clerk has published (changelog, 2026-08); a call without one is answered as leniently as the oldest. */
const versions: ReadonlyMap<string, Version> = new Map([
  ['2021-02-05', until2026],
  ['2024-10-01', until2026],
  ['2025-03-12', until2026],
  ['2025-04-10', until2026],
  ['2025-11-10', until2026],
  ['2026-05-12', { metadataInUpdate: false }],
]);

/** Reads the version from the header or the query; both at once, or one that nobody knows, turns the call down. */
export function versionOf(header: string | readonly string[] | undefined, parameter: unknown): Version {
  if (header === undefined && parameter === undefined) return until2026;
  if (header !== undefined && parameter !== undefined) {
    return reject('apiVersionInvalid', { reason: 'it was given both as a header and as a query parameter' });
  }
  const given = header ?? parameter;
  const version = typeof given === 'string' ? versions.get(given) : undefined;
  return version ?? reject('apiVersionInvalid', { reason: `must be one of ${[...versions.keys()].join(', ')}` });
}
