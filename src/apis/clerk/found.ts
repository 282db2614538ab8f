// Looking for what need not be there.

import { Refused } from '../../core/model/error.ts';

/** What a look-up finds; null where the core refuses it as not found. Every other error goes on. */
export async function found<Thing>(lookUp: Promise<Thing>): Promise<Thing | null> {
  try {
    return await lookUp;
  } catch (error) {
    if (error instanceof Refused && error.refusals[0].code === 'not-found') return null;
    throw error;
  }
}
