// One at a time: what costs much is done in turn for callers whose key many people have.

import { networkOf } from '../rules/throttles.ts';
import { inTurn } from './turns.ts';

/**
 * Runs the work when all that came before from the network of this address is done, whichever realm it was for: so that somebody who carries
 * an app's key cannot fill the queue of the hasher, in which everybody waits.
 */
export async function oneAtATime<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
  return await inTurn('any realm', [`network ${networkOf(address)}`], work);
}
