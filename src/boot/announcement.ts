// The announcement: what an operator must know after the first boot, and is told this once.

import type { Founded, Pins } from './first-boot.ts';

/** Where things are. `publicUrl` null: not known before the server listens. */
export type Places = { readonly data: string; readonly database: string; readonly publicUrl: string | null };

/** A few readable lines. What was pinned is named by its key, not repeated. */
export function announcementOf(founded: Founded, pins: Pins, places: Places): string {
  const shown = (value: string, pinned: string | null, key: string) => (pinned === null ? value : `as set in ${key}`);
  const rows: readonly (readonly [string, string | null])[] = [
    ['data', places.data],
    ['database', places.database],
    ['base URL', places.publicUrl],
    ['secret key', shown(founded.secretKey, pins.secretKey, 'MUSTER_SECRET_KEY')],
    ['administrator', 'Admin'],
    ['password', shown(founded.adminPassword, pins.adminPassword, 'MUSTER_ADMIN_PASSWORD')],
    ['Coronium key', shown(founded.coroniumKey, pins.coroniumKey, 'MUSTER_CORONIUM_KEY')],
  ];
  const lines = rows.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(15)}${value}`]));
  return ['', 'Muster has set up a new directory. Keep this, it is shown only once:', '', ...lines, '', ''].join('\n');
}
