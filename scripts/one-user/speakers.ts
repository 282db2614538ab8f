// The speakers: an entry for every API on the guest list.
import { apis } from '../../src/apis/index.ts';
import { clerk } from './clerk.ts';
import { coronium } from './coronium.ts';
import { native } from './native.ts';
import type { Speaker } from './speaker.ts';
import { workos } from './workos.ts';
import { zabbix } from './zabbix.ts';

/** In the order of the table. */
export const speakers: readonly Speaker[] = [native, clerk, workos, zabbix, coronium];

/** The APIs that are on and have no entry, and entries of APIs that are not. */
export function strangers(): readonly string[] {
  const names = new Set(apis.map(({ name }) => name));
  const missing = [...names].filter((name) => !speakers.some(({ api }) => api === name));
  return [...missing, ...speakers.flatMap(({ api }) => (names.has(api) ? [] : [api]))];
}
