// Tests of the tokens of outside identities: who may read them, where they open, and with what they go.

import { describe, expect, test } from 'vitest';
import {
  changeIdentityToken,
  identityTokenSteps,
  readIdentityToken,
  type TokenFacts,
} from '../../src/core/commands/identity-tokens.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { set, untouched } from '../../src/core/model/patch.ts';
import type { Identity, User } from '../../src/core/model/user.ts';
import { identity, idOf } from '../users.ts';
import { add, expectRefused, historyOf, openWorld, refusalsOf, type World } from './world.ts';

const facts: TokenFacts = { token: 'a token', expiresAt: 5000 };
const anyway = { system: false, ifRev: null };
const first = ({ identities: [one] }: User): Identity => {
  if (one === undefined) throw new Error('there is no identity');
  return one;
};

async function open(kept = facts) {
  const world = await openWorld();
  const one = identity(80, 'g-1', 'google');
  const { id } = await add(world, { username: set('adalove') });
  const patch = { ...untouched, identities: { op: 'change', add: [one], remove: [] } } as const;
  await updateUser(world.context, { by: 'id', id }, patch, anyway, async () => ({
    ...{ changes: [], mails: [] },
    documents: await identityTokenSteps(world.context, id, one.id, kept),
  }));
  return { world, id };
}

const stored = ({ ports }: World, id = idOf(80)) => ports.store.loadDocument('default', 'identity-token', id);
const change = (world: World, id: string, next: TokenFacts) =>
  changeIdentityToken(world.context, id, first, () => next);

describe('a token', () => {
  test('is kept sealed, and opens for its identity alone', async () => {
    const { world, id } = await open();
    expect(await readIdentityToken(world.context, id, idOf(80))).toEqual(facts);
    const kept = await stored(world);
    if (kept === null) throw new Error('nothing was kept');
    expect(JSON.stringify(kept)).not.toContain('a token');
    const moved = { ...kept, id: idOf(81) };
    const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
    const documents = [{ op: 'insert', document: moved, keys: [] }] as const;
    await world.ports.store.commit({ realm: 'default', ...none, documents });
    await expect(readIdentityToken(world.context, id, idOf(81))).rejects.toThrow('does not open');
  });

  test('is read and changed by nobody who may not read and change the user', async () => {
    const { world, id } = await open();
    const stranger: World = { ...world, context: { ...world.context, actor: { kind: 'anybody', address: '::1' } } };
    const read = () => readIdentityToken(stranger.context, id, idOf(80));
    expect(await refusalsOf(read)).toEqual([{ code: 'forbidden', action: 'user.read' }]);
    const write = () => change(stranger, id, { ...facts, token: 'theirs' });
    await expectRefused(world, write, { code: 'forbidden', action: 'user.update' });
    expect(await readIdentityToken(world.context, id, idOf(80))).toEqual(facts);
  });

  test('is changed without a word of it in the history, and not twice', async () => {
    const { world, id } = await open();
    const next = { token: null, expiresAt: 6000 };
    await change(world, id, next);
    await change(world, id, next);
    expect(await stored(world)).toMatchObject({ rev: 2, sealed: null, expiresAt: 6000 });
    const told = (await historyOf(world, id)).slice(2);
    expect(told.map(({ type, diff }) => ({ type, diff }))).toEqual([
      { type: 'user.updated', diff: [{ path: 'secrets.identityToken', before: null, after: 'changed' }] },
    ]);
    await change(world, id, { token: null, expiresAt: null });
    expect(await stored(world)).toBeNull();
  });

  test('goes with its identity, and stays with any other change', async () => {
    const { world, id } = await open();
    await updateUser(world.context, { by: 'id', id }, { ...untouched, active: set(false) }, anyway);
    expect(await stored(world)).not.toBeNull();
    const patch = { ...untouched, identities: { op: 'change', add: [], remove: [idOf(80)] } } as const;
    await updateUser(world.context, { by: 'id', id }, patch, anyway);
    expect(await stored(world)).toBeNull();
  });
});
