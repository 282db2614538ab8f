// Brings up one PostgreSQL for the whole test run; the run fails when it cannot.
import { startCluster } from './cluster.ts';

/** Called by vitest before the first test file; what it returns is called after the last. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  process.env.MUSTER_TEST_POSTGRES = cluster.adminUrl;
  process.env.MUSTER_TEST_POSTGRES_TEMPLATE = cluster.template;
  return cluster.stop;
}
