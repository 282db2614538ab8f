// The store's front door: the two engines.

export { openPostgres } from './postgres/open.ts';
export { openSqlite } from './sqlite/open.ts';
