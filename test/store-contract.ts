// The store's contract: what every engine must do, run by each of them in `test/store/`.

import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../src/core/ports.ts';
import { contactFilterContract } from './store/contract-contacts.ts';
import {
  failureContract,
  lastFailureContract,
  stepContract,
  sweepContract,
  throttleContract,
} from './store/contract-counters.ts';
import { documentListContract } from './store/contract-document-lists.ts';
import {
  documentAtomicityContract,
  documentGoneContract,
  documentRaceContract,
} from './store/contract-document-writes.ts';
import {
  documentContract,
  documentEndContract,
  documentForgetContract,
  documentKeyContract,
  documentKeyTradeContract,
} from './store/contract-documents.ts';
import { everybodyContract, holderContract, readingContract, serialContract } from './store/contract-everybody.ts';
import { feedContract, feedQueryContract, feedRaceContract } from './store/contract-feed.ts';
import { historyContract, sessionContract, sessionEndContract } from './store/contract-history.ts';
import { imageContract, imageStepContract } from './store/contract-images.ts';
import { lawAlongContract, lawContract } from './store/contract-law.ts';
import { filterContract, pageContract, sortContract } from './store/contract-lists.ts';
import { closingContract, openerContract } from './store/contract-openers.ts';
import { atomicityContract, checkContract, raceContract } from './store/contract-races.ts';
import { mailContract, realmContract } from './store/contract-realms.ts';
import { relationChangeContract, relationContract, relationListContract } from './store/contract-relations.ts';
import { corpusContract, searchContract, searchUpdateContract } from './store/contract-search.ts';
import { statisticsContract, statisticsLawContract } from './store/contract-statistics.ts';
import { deletionContract, keyContract, secretContract, userContract } from './store/contract-users.ts';

/** One directory for tests: a store, another store on the same data (an engine in memory gives the same), and its end. */
export type Opened = { readonly store: Store; reopen(): Promise<Store>; drop(): Promise<void> };

/** What the tests of one topic work with, open while they run. `other` is a second store on the same data. */
export class World {
  #opened: Opened | null = null;
  #other: Store | null = null;

  get #open(): Opened {
    if (this.#opened === null) throw new Error('the store is not open yet');
    return this.#opened;
  }

  get store(): Store {
    return this.#open.store;
  }

  get other(): Store {
    return this.#other ?? this.store;
  }

  reopen(): Promise<Store> {
    return this.#open.reopen();
  }

  async start(open: () => Promise<Opened>): Promise<void> {
    this.#opened = await open();
    this.#other = await this.#opened.reopen();
  }

  async end(): Promise<void> {
    await Promise.all([this.store.close(), this.other.close()]);
    await this.#open.drop();
  }
}

const topics: Readonly<Record<string, readonly ((world: World) => void)[]>> = {
  realms: [realmContract],
  law: [lawContract, lawAlongContract],
  images: [imageContract, imageStepContract],
  mails: [mailContract],
  users: [userContract, secretContract, keyContract, deletionContract],
  races: [raceContract, checkContract, atomicityContract],
  lists: [pageContract, sortContract, filterContract],
  contacts: [contactFilterContract],
  relations: [relationContract, relationListContract, relationChangeContract],
  search: [searchContract, searchUpdateContract, corpusContract],
  history: [historyContract, sessionContract, sessionEndContract],
  documents: [documentContract, documentEndContract, documentForgetContract],
  'keys of documents': [documentKeyContract, documentKeyTradeContract],
  'lists of documents': [documentListContract],
  'writes on documents': [documentAtomicityContract, documentRaceContract, documentGoneContract],
  feed: [feedContract, feedQueryContract, feedRaceContract],
  statistics: [statisticsContract, statisticsLawContract],
  openers: [openerContract],
  counters: [failureContract, lastFailureContract, throttleContract, stepContract, sweepContract],
  serials: [serialContract],
  everybody: [everybodyContract, readingContract],
  holders: [holderContract],
};

/** Runs the contract against the stores that `open` opens, each on data of its own. */
export function storeContract(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    for (const [topic, contracts] of Object.entries(topics)) {
      describe(topic, () => {
        const world = new World();
        beforeAll(() => world.start(open));
        afterAll(() => world.end());
        for (const contract of contracts) contract(world);
      });
    }
    describe('closing', () => closingContract(open));
  });
}
