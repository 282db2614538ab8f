// The scene on which every situation of Coronium's contract is played: who is there, by names that the rows of the tables know.
import { afterAll, beforeAll } from 'vitest';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { set, untouched } from '../../src/core/model/patch.ts';
import type { UserRole } from '../../src/core/model/user-role.ts';
import { md5 } from '../apis/coronium/game.ts';
import { openWire, type Wire } from './coronium-wire.ts';

/** Scopes with settings of their own. */
export const scopes = { closed: 'Closed for now', own: 'Own only', clock: 'On time' } as const;

/** What a row may call by name: `@ann` in its body stands for the user's id. */
type Names = ReadonlyMap<string, string>;

export type Scene = { readonly wire: Wire; readonly names: Names };

const bcrypt = '$2a$10$7EqJtq98hPqEX7fNZaFWoOHi5S2Q7dC2sJrYF1Z9lC4c3uYqv5lC6';

async function makeBoss({ game }: Wire): Promise<string> {
  const context = await game.contextOf();
  const at = context.ports.clock();
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null } as const;
  const document: UserRole = {
    ...{ kind: 'user-role', realm: context.realm.id, id: 'boss', rev: 1, createdAt: at, updatedAt: at },
    ...{ ...owners, name: 'boss', rank: 'admin', builtIn: false, extras: {} },
  };
  const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
  await context.ports.store.commit({
    realm: context.realm.id,
    ...none,
    documents: [{ op: 'insert', document, keys: [] }],
  });
  const id = await game.player({ username: 'Boss' });
  await updateUser(context, { by: 'id', id }, { ...untouched, role: set('boss') }, { system: false, ifRev: null });
  return id;
}

async function nativeUser({ game }: Wire, username: string): Promise<string> {
  const made = await game.rest('POST', '/v1/users', { username, password_digest: bcrypt, password_hasher: 'bcrypt' });
  const external = await game.rest('GET', `/api/users/${made.body.id}`);
  return external.body.id;
}

async function bring(wire: Wire): Promise<Names> {
  const { game } = wire;
  const confirmation = { from_email: 'game@example.com', subject: 'Welcome' };
  const ann = await game.player({
    ...{ username: 'Ann', email: 'ann@example.com', group: 'crew' },
    extra: { color: 'Red', level: 7, winner: true },
  });
  await game.ask('addAuthProvider', { user_id: ann, provider: 'facebook', auth: { client_id: 'fb-ann' } });
  const names = new Map([
    ['ann', ann],
    ['bob', await game.player({ username: 'Bob', email: 'bob@example.com' })],
    ['pending', await game.player({ username: 'Pending', email: 'pending@example.com', confirmation })],
    ['eve', await game.player({ username: 'Eve' }, 'Elsewhere')],
    ['boss', await makeBoss(wire)],
    ['elsewhere', await nativeUser(wire, 'Set-elsewhere')],
    ['nobody', '01920000-0000-7000-8000-000000000000'],
  ]);
  const { store } = game.app.ports;
  for (const name of ['Admin', 'guest']) {
    const stored = await store.loadUser('default', { by: 'key', kind: 'username', key: name.toLowerCase() });
    names.set(name, stored?.user.id ?? 'not there');
  }
  await game.setScope(scopes.closed, { closed: ['update', 'delete', 'login'] });
  await game.setScope(scopes.own, { ownOnly: true });
  names.set('owned', await game.player({ username: 'Owned' }, scopes.own));
  await game.setScope(scopes.clock, { clockToleranceMs: 60_000 });
  return names;
}

async function openScene(): Promise<Scene> {
  const wire = await openWire();
  return { wire, names: await bring(wire) };
}

/** One for the tests of a file or of a `describe`; answers it while they run. */
export function useScene(): () => Scene {
  let scene: Scene | null = null;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(async () => await scene?.wire.game.app.close(100));
  return () => {
    if (scene === null) throw new Error('the scene is set only while tests run');
    return scene;
  };
}

/** A body with the ids put in for `@name`. */
export function withIds(body: object, names: Names): string {
  return JSON.stringify(body).replaceAll(/@([A-Za-z]+)\b(?!\.)/g, (text, name) => names.get(name) ?? text);
}

/** The MD5 of the password that every player of the scene has. */
export const right = md5('1234');
export const wrong = md5('12345');
