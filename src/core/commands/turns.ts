// Turns: writers to one user wait for each other inside this process, so that none has to decide twice.

const tails = new Map<string, Promise<void>>();

/**
 * Runs the work when everybody who asked earlier for any of these users is done. Users are taken all at once, so two batches
 * cannot wait for each other. Across processes the store's compare-and-set on `rev` decides.
 */
export async function inTurn<Result>(
  realm: string,
  userIds: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const names = userIds.map((id) => `${realm}/${id}`);
  const before = names.flatMap((name) => tails.get(name) ?? []);
  let done = () => {};
  const mine = new Promise<void>((resolve) => {
    done = resolve;
  });
  for (const name of names) tails.set(name, mine);
  try {
    if (before.length > 0) await Promise.all(before);
    return await work();
  } finally {
    done();
    for (const name of names) if (tails.get(name) === mine) tails.delete(name);
  }
}
