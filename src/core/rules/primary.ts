// Who is primary among contacts when nobody asks for one.

import type { Contact } from '../model/user.ts';

/** Whether a proof stands. */
export function isProven(item: Contact): boolean {
  return item.verification?.status === 'verified';
}

/**
 * The primary as it was, unless it goes, or loses its proof while a proven one is left: then the first proven one. A user
 * without a primary stays without.
 */
export function heirOf<Item extends Contact>(
  old: string | null,
  before: readonly Item[],
  after: readonly Item[],
): Item | null {
  if (old === null) return null;
  const was = before.find(({ id }) => id === old);
  const is = after.find(({ id }) => id === old);
  const lost = was !== undefined && isProven(was);
  if (is !== undefined && (isProven(is) || !lost)) return is;
  return after.find(isProven) ?? is ?? null;
}
