// The store on any engine: the port, method by method.

import type { Founding, Store, StoredUser } from '../core/ports.ts';
import { cellsOf, integer, text, word } from './cells.ts';
import { documents } from './documents.ts';
import type { Engine, Step } from './engine.ts';
import { feed } from './feed.ts';
import { countAll, isOpen } from './queries/count-all.ts';
import {
  apiKeyCells,
  apiKeyOf,
  changeOf,
  imageOf,
  keyKinds,
  mailOf,
  realmOf,
  sessionColumns,
  sessionOf,
  storedImageOf,
} from './rows/others.ts';
import { storedUserOf, userOf } from './rows/user.ts';
import { neededStep, plainStep, stepsOf } from './write/steps.ts';

/** How many images of a user are kept besides the profile image. */
const imagesMax = 10;

type Half<Name extends keyof Store> = Pick<Store, Name>;

/** What builds lists, loaded with the first of them: see `Engine`. */
const userLists = () => import('./queries/find-users.ts');
const sessionLists = () => import('./queries/sessions.ts');

function foundingSteps({ realm, keys, signingKey, users }: Founding): readonly Step[] {
  const { id, name, instanceId, policy, createdAt } = realm;
  const signing = [id, signingKey.id, signingKey.sealed, signingKey.createdAt];
  return [
    neededStep('realm.insert', [id, name, instanceId, JSON.stringify(policy), createdAt], { is: 'needless' }),
    plainStep('counter.insert', [id]),
    ...keys.map((key) => plainStep('apiKey.insert', apiKeyCells(key))),
    plainStep('signingKey.insert', signing),
    ...stepsOf({ ...users, images: [] }),
  ];
}

function realms(
  engine: Engine,
): Half<'loadRealm' | 'listRealms' | 'foundRealm' | 'loadApiKey' | 'listApiKeys' | 'insertApiKey' | 'loadSigningKeys'> {
  return {
    async loadRealm(id) {
      const [row] = await engine.read('realm.load', [id]);
      return row === undefined ? null : realmOf(row);
    },
    async listRealms() {
      return (await engine.read('realm.list', [])).map((row) => text(row[0]));
    },
    async foundRealm(founding) {
      const ran = await engine.run(foundingSteps(founding));
      if (ran.done) return true;
      if (ran.miss.is === 'needless') return false;
      throw new Error(`the realm ${founding.realm.id} could not be founded: ${JSON.stringify(ran.miss)}`);
    },
    async loadApiKey(digest) {
      const [row] = await engine.read('apiKey.load', [digest]);
      return row === undefined ? null : apiKeyOf(row);
    },
    async listApiKeys(realm) {
      return (await engine.read('apiKey.list', [realm])).map(apiKeyOf);
    },
    async insertApiKey(key) {
      await engine.run([plainStep('apiKey.insert', apiKeyCells(key))]);
    },
    async loadSigningKeys(realm) {
      const rows = await engine.read('signingKey.list', [realm]);
      return rows.map(([id, sealed, at]) => ({ id: String(id), sealed: String(sealed), createdAt: integer(at) }));
    },
  };
}

function users(
  engine: Engine,
): Half<
  'loadUser' | 'holdersOf' | 'findUsers' | 'countUsers' | 'commit' | 'recordActivity' | 'replaceSecrets' | 'readHistory'
> {
  return {
    loadUser: (realm, reference) => engine.loadUser(realm, reference),
    async holdersOf(realm, keys) {
      const pairs = JSON.stringify(keys.map(({ kind, key }) => [kind, key]));
      const rows = await engine.read('userKey.holders', [realm, pairs]);
      return rows.map(([kind, key, userId]) => ({ kind: word(kind, keyKinds), key: text(key), userId: text(userId) }));
    },
    async findUsers(realm, query) {
      return (await userLists()).findUsers(engine, realm, query);
    },
    async countUsers(realm, filter) {
      if (isOpen(filter)) return countAll(engine, realm, filter.system);
      return (await userLists()).countUsers(engine, realm, filter);
    },
    commit: (write) => engine.commit(write),
    async recordActivity(realm, userId, use) {
      await engine.run([plainStep('user.recordActivity', [realm, userId, use.at, use.signIn ? 1 : 0])]);
    },
    async replaceSecrets(realm, { user: { id: userId, rev }, secrets: before }, secrets) {
      const step = neededStep('user.replaceSecrets', [realm, userId, rev, before, secrets], { is: 'conflict', userId });
      return (await engine.run([step])).done;
    },
    async readHistory(realm, userId, beforeSeq, limit) {
      const rows = await engine.read('change.list', [realm, userId, beforeSeq ?? Number.MAX_SAFE_INTEGER, limit]);
      return rows.map(changeOf);
    },
  };
}

function counters(engine: Engine): Half<'countFailure' | 'forgetFailures' | 'readGuesses' | 'takeTotpStep'> {
  return {
    async countFailure(realm, userId, throttles, { now, until, from }) {
      if (userId === null && throttles.length === 0) return 0;
      const ran = await engine.run([
        ...throttles.map((throttle) =>
          plainStep('throttle.count', [realm, throttle.name, now, throttle.until, throttle.countMax]),
        ),
        // Nobody has no id, which costs as much as somebody's.
        { name: 'user.countFailure', values: [realm, userId ?? '', now, until, from], miss: null, answers: true },
        ...(throttles.length > 0 ? [plainStep('throttle.sweep', [now])] : []),
      ]);
      const [row] = ran.done ? (ran.answers[0] ?? []) : [];
      return row === undefined ? 0 : integer(row[0]);
    },
    async forgetFailures(realm, userId, names) {
      const ofUser = userId === null ? [] : [plainStep('user.forgetFailures', [realm, userId])];
      await engine.run([...names.map((name) => plainStep('throttle.forget', [realm, name])), ...ofUser]);
    },
    async readGuesses(realm, names) {
      const rows = await Promise.all(names.map((name) => engine.read('throttle.load', [realm, name])));
      return rows.flat().map(([name, count, until]) => ({
        name: text(name),
        count: integer(count),
        until: integer(until),
      }));
    },
    async takeTotpStep(realm, userId, step) {
      return (await engine.run([neededStep('user.takeTotpStep', [realm, userId, step], { is: 'needless' })])).done;
    },
  };
}

/** How many users with images are read at once: an image may have megabytes. */
const ownersMax = 10;

function idsOf(users: readonly StoredUser[]): string {
  return JSON.stringify(users.map(({ user }) => user.id));
}

/** The users in their order, in groups with few enough owners of images. */
function groupsOf(users: readonly StoredUser[], owners: ReadonlySet<string>): readonly (readonly StoredUser[])[] {
  const groups: StoredUser[][] = [[]];
  let count = 0;
  for (const stored of users) {
    if (owners.has(stored.user.id) && ++count % ownersMax === 0) groups.push([]);
    groups.at(-1)?.push(stored);
  }
  return groups.filter((group) => group.length > 0);
}

function everybody(engine: Engine): Half<'readEverybody'> {
  return {
    async *readEverybody(realm) {
      const snapshot = await engine.snapshot();
      try {
        let serial = 0;
        while (true) {
          const rows = await snapshot.read('user.page', [realm, serial, snapshot.rowsMax]);
          const found = rows.map(storedUserOf);
          if (found.length === 0) return;
          const owners = await snapshot.read('image.owners', [realm, idsOf(found)]);
          for (const users of groupsOf(found, new Set(owners.map(([id]) => text(id))))) {
            const images = await snapshot.read('image.ofUsers', [realm, idsOf(users)]);
            yield { users, images: images.map(storedImageOf) };
          }
          if (found.length < snapshot.rowsMax) return;
          serial = found.at(-1)?.user.serial ?? serial;
        }
      } finally {
        await snapshot.close();
      }
    },
  };
}

function statistics(engine: Engine): Half<'countDays'> {
  return {
    async countDays(realm, query) {
      return (await import('./queries/count-days.ts')).countDays(engine, realm, query);
    },
  };
}

function sessions(engine: Engine): Half<'loadSession' | 'loadSignedIn' | 'findSessions' | 'countSessions'> {
  return {
    async loadSession(realm, id) {
      const [row] = await engine.read('session.load', [realm, id]);
      return row === undefined ? null : sessionOf(row);
    },
    async loadSignedIn(realm, sessionId) {
      const [row] = await engine.read('session.withUser', [realm, sessionId]);
      if (row === undefined) return null;
      return { session: sessionOf(row), user: userOf(row.slice(sessionColumns.length)) };
    },
    async findSessions(realm, query) {
      const { sessionPageQuery } = await sessionLists();
      const { sql, parameters } = sessionPageQuery(await engine.dialect(), realm, query);
      return (await engine.list(sql, cellsOf(parameters))).map(sessionOf);
    },
    async countSessions(realm, query) {
      const { sessionCountQuery } = await sessionLists();
      const { sql, parameters } = sessionCountQuery(await engine.dialect(), realm, query);
      const [row] = await engine.list(sql, cellsOf(parameters));
      return integer(row?.[0]);
    },
  };
}

/** Adds the image and makes room, unless another writer changed the user since its profile image was looked up. */
async function insertImage(
  engine: Engine,
  ...[realm, userId, id, image, createdAt]: Parameters<Store['insertImage']>
): Promise<'done' | 'gone' | 'conflict'> {
  const stored = await engine.loadUser(realm, { by: 'id', id: userId });
  if (stored === null) return 'gone';
  const { rev, profileImageId } = stored.user;
  const ran = await engine.run([
    neededStep('user.hold', [realm, userId, rev], { is: 'conflict', userId }),
    plainStep('image.insert', [realm, userId, id, image.contentType, createdAt, image.bytes]),
    plainStep('image.makeRoom', [realm, userId, id, profileImageId ?? id, imagesMax - 1]),
  ]);
  return ran.done ? 'done' : 'conflict';
}

function images(engine: Engine): Half<'insertImage' | 'loadImage' | 'hasImage'> {
  return {
    async insertImage(...wanted) {
      while (true) {
        const answer = await insertImage(engine, ...wanted);
        if (answer !== 'conflict') return answer === 'done';
      }
    },
    async loadImage(realm, id) {
      const [row] = await engine.read('image.load', [realm, id]);
      return row === undefined ? null : imageOf(row);
    },
    async hasImage(realm, userId, id) {
      return (await engine.read('image.find', [realm, userId, id])).length > 0;
    },
  };
}

function mails(engine: Engine): Half<'takeMails' | 'finishMail' | 'postponeMail'> {
  return {
    async takeMails(now, holdUntil, limit) {
      const ran = await engine.run([{ name: 'mail.take', values: [now, holdUntil, limit], miss: null, answers: true }]);
      return ran.done ? (ran.answers[0] ?? []).map(mailOf) : [];
    },
    async finishMail(id) {
      await engine.run([plainStep('mail.finish', [id])]);
    },
    async postponeMail(id, retryAt) {
      await engine.run([plainStep('mail.postpone', [id, retryAt])]);
    },
  };
}

/** The port on an engine that is open and migrated. */
export function storeOn(engine: Engine): Store {
  return {
    ...realms(engine),
    ...users(engine),
    ...counters(engine),
    ...everybody(engine),
    ...statistics(engine),
    ...sessions(engine),
    ...documents(engine),
    ...feed(engine),
    ...images(engine),
    ...mails(engine),
    async ping() {
      await engine.read('realm.load', ['']);
    },
    close: () => engine.close(),
  };
}
