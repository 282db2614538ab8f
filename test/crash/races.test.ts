// Many at once through HTTP: no merge is lost, no email address is given twice, from one server process or from two.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidOfKsuid } from '../../src/core/model/id.ts';
import { clientOf, refusalOf, unique } from '../clients/clerk.ts';
import { type Engine, postgres, type Room, sqlite } from '../clients/engines.ts';
import { type ServerProcess, startServer } from '../clients/server.ts';
import { type Query, queryOf } from './database.ts';

const scenes: readonly { name: string; engine: Engine; processes: number }[] = [
  { name: 'one process on SQLite', engine: sqlite, processes: 1 },
  { name: 'one process on PostgreSQL', engine: postgres, processes: 1 },
  { name: 'two processes on one PostgreSQL database', engine: postgres, processes: 2 },
];

describe.each(scenes)('$name', ({ engine, processes }) => {
  let room: Room;
  let servers: ServerProcess[] = [];
  let query: Query;
  const clerk = (turn: number) => clientOf(servers[turn % servers.length]?.url ?? '');
  const everywhere = <Result>(count: number, act: (turn: number) => Promise<Result>): Promise<Result[]> =>
    Promise.all(Array.from({ length: count }, (_, turn) => act(turn)));
  const changesOf = async (id: string): Promise<{ rev: number; type: string }[]> => {
    const uuid = uuidOfKsuid(id.replace('user_', ''));
    const rows = await query(`SELECT rev, type FROM change WHERE user_id = '${uuid}' ORDER BY seq`);
    return rows.map(({ rev, type }) => ({ rev: Number(rev), type: String(type) }));
  };

  beforeAll(async () => {
    room = await engine.open();
    query = queryOf(room.place);
    // Both at once: of two first boots on one database, one founds the realm and the other finds it.
    servers = await everywhere(processes, () => startServer(room.place));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.kill()));
    await room.leave();
  });

  test('200 concurrent merges into one user all succeed and all survive', async () => {
    const { id } = await clerk(0).users.createUser({ username: unique() });
    const merged = await everywhere(200, (turn) => {
      return clerk(turn).users.updateUserMetadata(id, {
        publicMetadata: { [`k${turn}`]: turn, shared: { [`s${turn}`]: true } },
      });
    });
    expect(merged).toHaveLength(200);
    const { publicMetadata } = await clerk(1).users.getUser(id);
    const own = Object.fromEntries(Array.from({ length: 200 }, (_, turn) => [`k${turn}`, turn]));
    const shared = Object.fromEntries(Array.from({ length: 200 }, (_, turn) => [`s${turn}`, true]));
    expect(publicMetadata).toEqual({ ...own, shared });
    const history = await changesOf(id);
    expect(history.map(({ rev }) => rev)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
    expect(history.slice(1).every(({ type }) => type === 'user.updated')).toBe(true);
  });

  test('50 concurrent creations with one email address make exactly one user', async () => {
    const emailAddress = `${unique('wanted')}@example.com`;
    const spelled = (turn: number): string => (turn % 2 === 0 ? emailAddress : emailAddress.toUpperCase());
    const before = await clerk(0).users.getCount();
    const ends = await everywhere(50, (turn) => {
      return clerk(turn)
        .users.createUser({ emailAddress: [spelled(turn)], firstName: `n${turn}` })
        .then(
          (user) => ({ user, told: null }),
          async (error: unknown) => ({ user: null, told: await refusalOf(() => Promise.reject(error)) }),
        );
    });
    const [winner, ...others] = ends.flatMap(({ user }) => user ?? []);
    expect(others).toEqual([]);
    const refusals = ends.flatMap(({ told }) => told ?? []);
    expect(refusals).toHaveLength(49);
    for (const told of refusals) {
      expect(told).toMatchObject({
        status: 422,
        errors: [{ code: 'form_identifier_exists', paramName: 'email_address' }],
      });
    }
    expect(await clerk(0).users.getCount()).toBe(before + 1);
    const { data } = await clerk(1).users.getUserList({ emailAddress: [emailAddress] });
    expect(data.map(({ id, firstName }) => [id, firstName])).toEqual([[winner?.id, winner?.firstName]]);
    expect(await changesOf(winner?.id ?? '')).toEqual([{ rev: 1, type: 'user.created' }]);
  });

  test('two users that want the same username at once: one gets it, the other keeps its own', async () => {
    for (let turn = 0; turn < 10; turn++) {
      const wanted = unique('wanted');
      const users = await everywhere(4, () => clerk(turn).users.createUser({ username: unique() }));
      const ends = await everywhere(4, (each) => {
        const id = users[each]?.id ?? '';
        return clerk(each)
          .users.updateUser(id, { username: wanted })
          .then(
            () => true,
            () => false,
          );
      });
      expect(ends.filter((won) => won)).toHaveLength(1);
      const now = await Promise.all(users.map(({ id }) => clerk(turn).users.getUser(id)));
      expect(now.map(({ username }) => username)).toEqual(
        users.map(({ username }, each) => (ends[each] ? wanted : username)),
      );
    }
  });

  test('a ban wins over sessions that begin at the same moment', async () => {
    const { id } = await clerk(0).users.createUser({ username: unique() });
    await everywhere<unknown>(20, (turn) => {
      const { users, sessions } = clerk(turn);
      return turn === 10 ? users.banUser(id) : sessions.createSession({ userId: id }).catch(() => null);
    });
    expect((await clerk(0).sessions.getSessionList({ userId: id, status: 'active' })).data).toEqual([]);
  });

  test('a user deleted amid updates is gone, and stays gone', async () => {
    const { id } = await clerk(0).users.createUser({ username: unique() });
    const ends = await everywhere(30, (turn) => {
      const { users } = clerk(turn);
      const act = turn === 15 ? users.deleteUser(id) : users.updateUser(id, { firstName: `n${turn}` });
      return act.then(
        () => 200,
        (error) => error.status,
      );
    });
    expect(ends[15]).toBe(200);
    expect(ends.filter((status) => status !== 200 && status !== 404)).toEqual([]);
    expect((await refusalOf(() => clerk(1).users.getUser(id))).status).toBe(404);
    const uuid = uuidOfKsuid(id.replace('user_', ''));
    expect(await query(`SELECT * FROM user_key WHERE user_id = '${uuid}'`)).toEqual([]);
    const history = await changesOf(id);
    expect(history.at(-1)?.type).toBe('user.deleted');
  });
});
