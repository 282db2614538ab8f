// The place of observation: a whole server in memory, with one user who can be exchanged for another at will.
import { build } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { secretsContext } from '../../src/core/commands/context.ts';
import type { Json } from '../../src/core/model/json.ts';
import type { PasswordDigest, User } from '../../src/core/model/user.ts';
import type { Ports, UserStep, Write } from '../../src/core/ports.ts';
import { keysOf } from '../../src/core/rules/keys.ts';
import { searchTextOf } from '../../src/core/rules/search-text.ts';
import { now, password, sample, secretsOf } from './sample.ts';

/** The keys that everybody here knows: the server lives only as long as it is looked at. */
export const keys = {
  secret: 'sk_test_oneuser0123456789abcdefghijklmnopqrstuvw',
  administrator: 'Forecastle-and-Keel-8',
  client: 'client_01HXYZ123456789ABCDEFGHIJK',
  coronium: 'c0c0a000-0000-4000-8000-0123456789ab',
} as const;

/** One request; `url` from the slash on. */
export type Request = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Answer = { readonly status: number; readonly body: Json };

/** Sends a request with the secret key, unless its headers say otherwise. */
export type Ask = (request: Request) => Promise<Answer>;

export type Place = {
  readonly ask: Ask;
  /** The names of the APIs that are on. */
  readonly apis: readonly string[];
  /** Every API's spelling of a user's id. */
  readonly idsOf: (user: User) => Readonly<Record<string, string>>;
  /** Gives whoever is put there from now on the digests that a password gets at this moment. */
  readonly learn: () => Promise<void>;
  /** Puts this user, as they are, in the place of the one before. */
  readonly put: (user: User) => Promise<void>;
  /** From now on the user is the one that an API calls so. */
  readonly adopt: (id: string) => Promise<void>;
  /** The user as they are now. */
  readonly look: () => Promise<User>;
  readonly close: () => Promise<void>;
};

const nothingElse = { images: [], sessions: [], documents: [], changes: [], mails: [] } as const;

/** The one user of a store, under the rules of nobody. */
function openShelf({ store, vault }: Ports, realm: string) {
  const held: string[] = [];
  const digests: PasswordDigest[] = [];
  const look = async (id: string) => {
    const stored = await store.loadUser(realm, { by: 'id', id });
    if (stored === null) throw new Error('the user is gone');
    return stored;
  };
  const commit = async (users: Write['users']): Promise<void> => {
    const outcome = await store.commit({ realm, users, ...nothingElse });
    if (!outcome.ok) throw new Error(`the user could not be put there: ${outcome.reason}`);
  };
  /** Failed attempts are counted by the store alone: the last one is made to happen. */
  const fail = async ({ id, activity }: User): Promise<void> => {
    const { failedAt, failedUntil: until, failedFrom: from } = activity;
    if (failedAt !== null) await store.countFailure(realm, id, [], { now: failedAt, until, from });
  };
  return {
    held,
    look: async () => (await look(held.at(-1) ?? '')).user,
    /** Takes the digests of the user's password, so that those who come have the same. */
    async learn() {
      const { secrets } = await look(held.at(-1) ?? '');
      digests.splice(0);
      digests.push(...vault.open(secrets, secretsContext(realm, held.at(-1) ?? '')).passwords);
    },
    async put(user: User) {
      for (const id of held.splice(0)) await commit([{ op: 'delete', id, rev: (await look(id)).user.rev }]);
      const { activity } = user;
      const before = activity.failedAt === null ? user : withFailures(user, activity.failedAttempts - 1);
      const secrets = vault.seal(secretsOf(user, digests), secretsContext(realm, user.id));
      const step: UserStep = { op: 'insert', user: before, secrets, keys: keysOf(user), search: searchTextOf(user) };
      await commit([step]);
      held.push(user.id);
      await fail(user);
    },
  };
}

const withFailures = (user: User, failedAttempts: number): User => ({
  ...user,
  activity: { ...user.activity, failedAttempts },
});

/** Opens the place; its time stands still. */
export async function openPlace(): Promise<Place> {
  const environment = {
    MUSTER_SECRET_KEY: keys.secret,
    MUSTER_ADMIN_PASSWORD: keys.administrator,
    MUSTER_CORONIUM_KEY: keys.coronium,
    MUSTER_CLIENT_ID: keys.client,
    MUSTER_PUBLIC_URL: 'http://127.0.0.1',
    MUSTER_LOG_LEVEL: 'silent',
  };
  const { server, host, ports, close } = await build(readConfig(environment, { memory: true }), { clock: () => now });
  const shelf = openShelf(ports, (await host.publicRealm()).id);
  const ask: Ask = async ({ method, url, body, headers }) => {
    const response = await server.inject({
      ...{ method, url },
      headers: { authorization: `Bearer ${keys.secret}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    const told: Json = response.body === '' ? null : JSON.parse(response.body);
    return { status: response.statusCode, body: told };
  };
  return {
    ...{ ask, put: shelf.put, look: shelf.look },
    apis: host.apis.map(({ name }) => name),
    idsOf: host.writeUserIds,
    async learn() {
      await shelf.put(sample);
      await ask({ method: 'PUT', url: `/api/users/${sample.id}/password`, body: { password } });
      await shelf.learn();
    },
    async adopt(id) {
      const reference = host.readUserId(id);
      if (reference?.by !== 'id') throw new Error(`${id} is nobody's id`);
      shelf.held.push(reference.id);
    },
    close: () => close(0),
  };
}
