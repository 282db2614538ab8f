// Tests of the refusals: each that a command declares happens, and leaves everything as it was.
// table: commands, what they refuse, and when

import { afterAll, beforeAll, describe, test } from 'vitest';
import { banUsers } from '../../src/core/commands/ban-users.ts';
import type { Context } from '../../src/core/commands/context.ts';
import { createSession } from '../../src/core/commands/create-session.ts';
import { createUser } from '../../src/core/commands/create-user.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { endSession, endSessions } from '../../src/core/commands/end-sessions.ts';
import { countSessions, findSessions, getSession } from '../../src/core/commands/find-sessions.ts';
import { countUsers, findUsers } from '../../src/core/commands/find-users.ts';
import { getUser } from '../../src/core/commands/get-user.ts';
import { lockUser } from '../../src/core/commands/lock-user.ts';
import { previewUpdate } from '../../src/core/commands/preview-update.ts';
import { readHistory } from '../../src/core/commands/read-history.ts';
import { setPassword } from '../../src/core/commands/set-password.ts';
import { setProfileImage } from '../../src/core/commands/set-profile-image.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { updateUsers } from '../../src/core/commands/update-users.ts';
import { useSession } from '../../src/core/commands/use-session.ts';
import { verifyPassword } from '../../src/core/commands/verify-password.ts';
import { refuse } from '../../src/core/model/error.ts';
import { clear, set, type UserPatch, untouched } from '../../src/core/model/patch.ts';
import { everybody } from '../../src/core/model/query.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import type { User, UserReference } from '../../src/core/model/user.ts';
import { appKey, idOf, listChange, now, patch, selfOf, wish } from '../users.ts';
import { add, expectRefused, makeWorld, openWorld, type World } from './world.ts';

const facts = { method: 'password', ipAddress: null, userAgent: null, organizationId: null };
const none = { identifier: false, password: false };
const free = { system: false, ifRev: null };
const plain = (text: string) => ({ op: 'set', plain: text, checks: 'enforce', preHash: 'none' }) as const;
const byId = (id: string): UserReference => ({ by: 'id', id });
const missing = idOf(404);

/** Ada, who has everything, and Bo, who has nothing but a username. */
async function people(world: World): Promise<World & { ada: User; bo: User }> {
  const ada = await add(world, {
    username: set('adalove'),
    externalId: set('x1'),
    emails: listChange(
      { add: [wish('ada@x.com'), wish('ada2@x.com', { claim: 'unverified' })] },
      { primary: { op: 'first' } },
    ),
    phones: listChange({ add: [wish('+12133734253')] }),
    wallets: listChange({ add: [wish(`0x${'a'.repeat(40)}`)] }),
    aliases: set({ old: 'user_1' }),
    password: { op: 'set', plain: 'correct horse', checks: 'skip', preHash: 'none' },
  });
  const bo = await add(world, { username: set('bo_only') });
  return { ...world, ada, bo };
}

type Scene = Awaited<ReturnType<typeof people>>;
type Row = readonly [name: string, refusal: object, work: (context: Context, scene: Scene) => Promise<unknown>];

const shared: Scene[] = [];

beforeAll(async () => {
  shared.push(await people(await makeWorld()));
});

afterAll(async () => {
  await Promise.all(shared.map((scene) => scene.ports.store.close()));
});

/** All rows share one world: nothing that is refused may change it. */
function scenes(rows: readonly Row[]) {
  test.each(rows)('%s', async (_, refusal, work) => {
    for (const scene of shared) await expectRefused(scene, () => work(scene.context, scene), refusal);
  });
}

const issue = (path: string, reason: string) => ({ code: 'invalid', issues: [{ path, reason }] });
const noUser = (id: string) => ({ code: 'not-found', what: 'user', id });
const by = (context: Context, actor: Context['actor']): Context => ({ ...context, actor });

describe('createUser', () => {
  const create = (context: Context, wanted: Partial<UserPatch>) => createUser(context, patch(wanted), none);
  const email = (value: string) => ({ emails: listChange({ add: [wish(value)] }) });
  scenes([
    [
      'forbidden',
      { code: 'forbidden', action: 'user.create' },
      (c) => create(by(c, { kind: 'anybody', address: null }), { username: set('carl_x') }),
    ],
    [
      'forbidden to users',
      { code: 'forbidden' },
      (c, { ada }) => create(by(c, selfOf(ada.id)), { username: set('carl_x') }),
    ],
    ['invalid', issue('username', 'length-min'), (c) => create(c, { username: set('c') })],
    ['an identifier is missing', issue('identifier', 'missing'), (c) => create(c, {})],
    ['taken username', { code: 'taken', field: 'username' }, (c) => create(c, { username: set('ADALOVE') })],
    ['taken by a built-in account', { code: 'taken', field: 'username' }, (c) => create(c, { username: set('admin') })],
    ['taken email', { code: 'taken', field: 'email' }, (c) => create(c, email('ＡＤＡ@X.com'))],
    [
      'taken phone',
      { code: 'taken', field: 'phone' },
      (c) => create(c, { phones: listChange({ add: [wish('+1 213 373 4253')] }) }),
    ],
    [
      'taken wallet',
      { code: 'taken', field: 'wallet' },
      (c) => create(c, { wallets: listChange({ add: [wish(`0x${'A'.repeat(40)}`)] }) }),
    ],
    [
      'taken external id',
      { code: 'taken', field: 'external-id' },
      (c) => create(c, { username: set('carl_x'), externalId: set('x1') }),
    ],
    [
      'taken alias',
      { code: 'taken', field: 'alias' },
      (c) => create(c, { username: set('carl_x'), aliases: set({ old: 'user_1' }) }),
    ],
    [
      'password-rejected',
      { code: 'password-rejected', violations: ['common'] },
      (c) => create(c, { username: set('carl_x'), password: plain('password') }),
    ],
    [
      'digest-unsupported',
      { code: 'digest-unsupported' },
      (c) => create(c, { username: set('carl_x'), password: { op: 'set-digest', scheme: 'x', digest: '' } }),
    ],
    [
      'not-eligible',
      { code: 'not-eligible', why: 'unverified' },
      (c) =>
        create(c, { phones: listChange({ add: [wish('+4930123456', { claim: 'unverified', secondFactor: true })] }) }),
    ],
    [
      'not-found (image)',
      { code: 'not-found', what: 'image', id: idOf(9) },
      (c) => create(c, { username: set('carl_x'), profileImageId: set(idOf(9)) }),
    ],
    [
      'not-found (no such image)',
      { code: 'not-found', what: 'image' },
      (c) => create(c, { username: set('carl_x'), profileImageId: set('\0') }),
    ],
  ]);
});

const updates: readonly Row[] = [
  ['not-found', noUser(missing), (c) => updateUser(c, byId(missing), untouched, free)],
  ['not-found (no id)', noUser('\0'), (c) => updateUser(c, byId('\0'), untouched, free)],
  ['not-found (built in)', noUser(idOf(1)), (c) => updateUser(c, byId(idOf(1)), untouched, free)],
  [
    'not-found (image)',
    { code: 'not-found', what: 'image' },
    (c, { ada }) => updateUser(c, byId(ada.id), patch({ profileImageId: set(idOf(9)) }), free),
  ],
  [
    'not-found (email)',
    { code: 'not-found', what: 'email' },
    (c, { ada }) => updateUser(c, byId(ada.id), patch({ emails: listChange({ remove: [idOf(9)] }) }), free),
  ],
  [
    'not-found (identity)',
    { code: 'not-found', what: 'identity' },
    (c, { ada }) =>
      updateUser(c, byId(ada.id), patch({ identities: { op: 'change', add: [], remove: [idOf(9)] } }), free),
  ],
  [
    'forbidden',
    { code: 'forbidden', action: 'user.update.firstName' },
    (c, { ada }) => updateUser(by(c, appKey), byId(ada.id), patch({ firstName: set('A') }), free),
  ],
  [
    'forbidden to others',
    { code: 'forbidden' },
    (c, { ada, bo }) => updateUser(by(c, selfOf(bo.id)), byId(ada.id), untouched, free),
  ],
  [
    'forbidden field',
    { code: 'forbidden', action: 'user.update.role' },
    (c, { ada }) => updateUser(by(c, selfOf(ada.id)), byId(ada.id), patch({ role: set('3') }), free),
  ],
  [
    'invalid',
    issue('locale', 'format'),
    (c, { ada }) => updateUser(c, byId(ada.id), patch({ locale: set('?') }), free),
  ],
  [
    'taken',
    { code: 'taken', field: 'username' },
    (c, { bo }) => updateUser(c, byId(bo.id), patch({ username: set('AdaLove') }), free),
  ],
  [
    'password-rejected',
    { code: 'password-rejected' },
    (c, { ada }) => updateUser(c, byId(ada.id), patch({ password: plain('x') }), free),
  ],
  [
    'digest-unsupported',
    { code: 'digest-unsupported', reason: 'malformed' },
    (c, { ada }) =>
      updateUser(c, byId(ada.id), patch({ password: { op: 'set-digest', scheme: 'old', digest: 'x' } }), free),
  ],
  [
    'no-credential',
    { code: 'no-credential' },
    (c, { bo }) => updateUser(c, byId(bo.id), patch({ passwordCompromised: set(true) }), free),
  ],
  [
    'last-way-in',
    { code: 'last-way-in', field: 'username' },
    (c, { bo }) => updateUser(c, byId(bo.id), patch({ username: clear }), free),
  ],
  [
    'not-eligible (system)',
    { code: 'not-eligible', why: 'system' },
    (c) => updateUser(c, byId(idOf(1)), patch({ active: set(false) }), { system: true, ifRev: null }),
  ],
  [
    'not-eligible (unverified)',
    { code: 'not-eligible', why: 'unverified' },
    (c, { ada }) =>
      updateUser(
        c,
        byId(ada.id),
        patch({ emails: { ...untouched.emails, primary: { op: 'id', id: ada.emails[1]?.id ?? '' } } }),
        free,
      ),
  ],
  [
    'conflict',
    { code: 'conflict', rev: 1 },
    (c, { ada }) => updateUser(c, byId(ada.id), patch({ firstName: set('A') }), { system: false, ifRev: 2 }),
  ],
  [
    'conflict, though nothing would change',
    { code: 'conflict', rev: 1 },
    (c, { ada }) => updateUser(c, byId(ada.id), untouched, { system: false, ifRev: 0 }),
  ],
];

describe('updateUser', () => {
  scenes(updates);

  test('too-many-attempts', async () => {
    const { ports } = await openWorld();
    const busy = { ...ports.hasher, hash: () => refuse({ code: 'too-many-attempts', retryAfterMs: 1000 }) };
    const world = await openWorld({}, { hasher: busy });
    const ada = await add(world, { username: set('adalove') });
    const work = () => updateUser(world.context, byId(ada.id), patch({ password: plain('correct horse') }), free);
    await expectRefused(world, work, { code: 'too-many-attempts', retryAfterMs: 1000 });
  });
});

describe('updateUsers', () => {
  scenes([
    [
      'the same user twice',
      issue('id', 'duplicate'),
      (c, { ada }) =>
        updateUsers(
          c,
          [
            { reference: byId(ada.id), patch: patch({ firstName: set('A') }), ifRev: null },
            { reference: { by: 'key', kind: 'username', value: 'ADALOVE' }, patch: untouched, ifRev: null },
          ],
          { system: false },
        ),
    ],
  ]);
});

describe('setPassword, banUsers, lockUser, setProfileImage', () => {
  scenes([
    ['setPassword: not-found', noUser(missing), (c) => setPassword(c, byId(missing), plain('correct horse'), 'keep')],
    [
      'setPassword: forbidden',
      { code: 'forbidden' },
      (c, { ada, bo }) => setPassword(by(c, selfOf(bo.id)), byId(ada.id), plain('correct horse'), 'keep'),
    ],
    [
      'setPassword: password-rejected',
      { code: 'password-rejected' },
      (c, { ada }) => setPassword(c, byId(ada.id), plain('x'), 'keep'),
    ],
    ['banUsers: not-found', noUser(missing), (c, { ada }) => banUsers(c, [byId(ada.id), byId(missing)], true)],
    [
      'banUsers: forbidden',
      { code: 'forbidden' },
      (c, { ada }) => banUsers(by(c, selfOf(ada.id)), [byId(ada.id)], true),
    ],
    ['lockUser: not-found', noUser(missing), (c) => lockUser(c, byId(missing), true)],
    ['lockUser: forbidden', { code: 'forbidden' }, (c, { ada }) => lockUser(by(c, appKey), byId(ada.id), true)],
    ['setProfileImage: not-found', noUser(missing), (c) => setProfileImage(c, byId(missing), new Uint8Array())],
    [
      'setProfileImage: forbidden',
      { code: 'forbidden', action: 'user.update.profileImageId' },
      (c, { ada }) => setProfileImage(by(c, appKey), byId(ada.id), new Uint8Array()),
    ],
    [
      'setProfileImage: invalid',
      issue('file', 'format'),
      (c, { ada }) => setProfileImage(c, byId(ada.id), Buffer.from('no image')),
    ],
  ]);

  test('lockUser: not-eligible where lockout is off', async () => {
    const scene = await people(await openWorld({ lockout: { ...defaultPolicy.lockout, enabled: false } }));
    const refusal = { code: 'not-eligible', field: 'locked', why: 'off' };
    await expectRefused(scene, () => lockUser(scene.context, byId(scene.ada.id), true), refusal);
  });
});

describe('deleteUser', () => {
  scenes([
    ['not-found', noUser(missing), (c) => deleteUser(c, byId(missing), free)],
    ['not-found (built in)', noUser(idOf(1)), (c) => deleteUser(c, byId(idOf(1)), free)],
    [
      'not-eligible (the last administrator)',
      { code: 'not-eligible', field: 'role', why: 'last' },
      (c) => deleteUser(c, byId(idOf(1)), { system: true, ifRev: null }),
    ],
    [
      'forbidden',
      { code: 'forbidden', action: 'user.delete' },
      (c, { ada }) => deleteUser(by(c, selfOf(ada.id)), byId(ada.id), free),
    ],
    [
      'conflict',
      { code: 'conflict', rev: 1 },
      (c, { ada }) => deleteUser(c, byId(ada.id), { system: false, ifRev: 7 }),
    ],
  ]);
});

describe('reading', () => {
  const query = {
    filter: everybody,
    sort: { field: 'createdAt', direction: 'ascending' },
    limit: 10,
    offset: 0,
    after: null,
  } as const;
  const page = { beforeSeq: null, limit: 10 };
  const sessions = { userId: null, client: null, status: null, limit: 10, offset: 0 };
  const noSession = { code: 'not-found', what: 'session', id: missing };
  scenes([
    ['getUser: not-found by id', noUser(missing), (c) => getUser(c, byId(missing), { system: true })],
    ['getUser: not-found by serial', noUser('99'), (c) => getUser(c, { by: 'serial', serial: 99 }, { system: true })],
    [
      'getUser: not-found by no serial',
      noUser('1e+300'),
      (c) => getUser(c, { by: 'serial', serial: 1e300 }, { system: true }),
    ],
    [
      'getUser: not-found by alias',
      noUser('user_2'),
      (c) => getUser(c, { by: 'alias', api: 'old', alias: 'user_2' }, { system: true }),
    ],
    [
      'getUser: not-found by a mere claim',
      noUser('ada2@x.com'),
      (c) => getUser(c, { by: 'key', kind: 'email', value: 'ada2@x.com' }, { system: true }),
    ],
    [
      'getUser: not-found by no text',
      noUser('a\0'),
      (c) => getUser(c, { by: 'key', kind: 'email', value: 'a\0' }, { system: true }),
    ],
    [
      'getUser: forbidden',
      { code: 'forbidden', action: 'user.read' },
      (c, { ada, bo }) => getUser(by(c, selfOf(bo.id)), byId(ada.id), { system: false }),
    ],
    ['findUsers: forbidden', { code: 'forbidden' }, (c, { ada }) => findUsers(by(c, selfOf(ada.id)), query)],
    ['countUsers: forbidden', { code: 'forbidden' }, (c) => countUsers(by(c, appKey), everybody)],
    ['readHistory: not-found', noUser(missing), (c) => readHistory(c, missing, page)],
    ['readHistory: forbidden', { code: 'forbidden' }, (c, { ada }) => readHistory(by(c, selfOf(ada.id)), ada.id, page)],
    ['previewUpdate: not-found', noUser(missing), (c) => previewUpdate(c, byId(missing), untouched, free)],
    [
      'previewUpdate: forbidden',
      { code: 'forbidden', action: 'user.read' },
      (c, { ada, bo }) => previewUpdate(by(c, selfOf(bo.id)), byId(ada.id), untouched, free),
    ],
    ['getSession: not-found', noSession, (c) => getSession(c, missing)],
    [
      'findSessions: forbidden to list all',
      { code: 'forbidden' },
      (c, { ada }) => findSessions(by(c, selfOf(ada.id)), sessions),
    ],
    [
      'countSessions: forbidden',
      { code: 'forbidden' },
      (c, { ada }) => countSessions(by(c, appKey), { ...sessions, userId: ada.id }),
    ],
    ['endSession: not-found', noSession, (c) => endSession(c, missing, 'revoked')],
    [
      'endSessions: forbidden',
      { code: 'forbidden', action: 'session.end' },
      (c, { ada, bo }) => endSessions(by(c, selfOf(bo.id)), ada.id, { which: 'all' }, 'revoked'),
    ],
    ['useSession: not-found', noSession, (c) => useSession(c, missing)],
  ]);

  test('getSession, endSession and useSession: forbidden to others', async () => {
    const scene = await people(await openWorld());
    const session = await createSession(scene.context, byId(scene.ada.id), facts);
    const other = by(scene.context, selfOf(scene.bo.id));
    const refusal = { code: 'forbidden', action: 'session.read' };
    await expectRefused(scene, () => getSession(other, session.id), refusal);
    await expectRefused(scene, () => endSession(other, session.id, 'revoked'), refusal);
    await expectRefused(scene, () => useSession(other, session.id), refusal);
  });
});

describe('signing in', () => {
  scenes([
    ['createSession: not-found', noUser(missing), (c) => createSession(c, byId(missing), facts)],
    [
      'createSession: forbidden',
      { code: 'forbidden' },
      (c, { ada }) => createSession(by(c, selfOf(ada.id)), byId(ada.id), facts),
    ],
    ['verifyPassword: not-found', noUser(missing), (c) => verifyPassword(c, byId(missing), 'x')],
    [
      'verifyPassword: forbidden',
      { code: 'forbidden' },
      (c, { ada }) => verifyPassword(by(c, appKey), byId(ada.id), 'x'),
    ],
    [
      'verifyPassword: no-credential',
      { code: 'no-credential', what: 'password' },
      (c, { bo }) => verifyPassword(c, byId(bo.id), 'x'),
    ],
  ]);

  test.each([
    ['banned', { banned: set(true) }, null],
    ['disabled', { active: set(false) }, null],
    ['locked', { locked: set(true) }, now + 3_600_000],
  ] as const)('createSession: account-inactive (%s)', async (reason, wanted, until) => {
    const scene = await people(await openWorld());
    await updateUser(scene.context, byId(scene.ada.id), patch(wanted), free);
    const refusal = { code: 'account-inactive', reason, until };
    await expectRefused(scene, () => createSession(scene.context, byId(scene.ada.id), facts), refusal);
  });

  test('useSession: session-gone', async () => {
    const scene = await people(await openWorld());
    const session = await createSession(scene.context, byId(scene.ada.id), facts);
    await endSession(scene.context, session.id, 'revoked');
    await expectRefused(scene, () => useSession(scene.context, session.id), { code: 'session-gone' });
  });
});
