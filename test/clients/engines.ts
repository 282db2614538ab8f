// The two engines a server can run on, each with a place of its own that is gone after the test.
import { createDatabase } from '../postgres/cluster.ts';
import { type Place, temporaryFolder } from './server.ts';

/** A fresh place for a server, and how to leave no trace of it. */
export interface Room {
  place: Place;
  leave(): Promise<void>;
}

/** One engine by name. */
export interface Engine {
  name: 'SQLite' | 'PostgreSQL';
  open(): Promise<Room>;
}

export const sqlite: Engine = {
  name: 'SQLite',
  open: async () => {
    const folder = temporaryFolder();
    return { place: { folder: folder.path, databaseUrl: null }, leave: async () => folder.remove() };
  },
};

export const postgres: Engine = {
  name: 'PostgreSQL',
  open: async () => {
    const folder = temporaryFolder();
    const database = await createDatabase();
    const leave = async (): Promise<void> => {
      folder.remove();
      await database.drop();
    };
    return { place: { folder: folder.path, databaseUrl: database.url }, leave };
  },
};

export const engines: readonly Engine[] = [sqlite, postgres];
