// The members of user groups: whom a call moves, whom it leaves alone, and that the move is one with the rest of the call.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { provisioned, toldDuring } from './group-scene.ts';
import { engines, usePlace } from './harness.ts';
import { newcomer, recordOf } from './login-scene.ts';

describe.each(engines)('on %s', (engine) => {
  const place = usePlace({ engine });

  async function made(more: object = {}): Promise<string> {
    const { usrgrpids } = await place.ask('usergroup.create', { name: place.fresh('Crew'), ...more });
    return usrgrpids[0];
  }
  const mate = (...groups: string[]) =>
    newcomer(place, place.fresh('mate'), { usrgrps: groups.map((usrgrpid) => ({ usrgrpid })) });
  const groupsOf = async (userid: string) => (await recordOf(place, userid)).groups;
  const seat = (...userids: string[]) => userids.map((userid) => ({ userid }));
  const update = (params: unknown) => place.ask('usergroup.update', params);

  test('the list replaces the members; their other groups stay', async () => {
    const usrgrpid = await made();
    const [stays, leaves, comes] = [await mate('8', usrgrpid), await mate(usrgrpid, '13'), await mate('7')];
    const told = await toldDuring(place, () => update({ usrgrpid, users: seat(stays, comes) }));
    expect(await Promise.all([stays, leaves, comes].map(groupsOf))).toEqual([['8', usrgrpid], ['13'], ['7', usrgrpid]]);
    expect(told.map(({ type }) => type)).toEqual(['user.updated', 'user.updated']);
    expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(1);
  });

  test('no list leaves them alone, an empty one empties the group', async () => {
    const usrgrpid = await made();
    const userid = await mate(usrgrpid);
    await update({ usrgrpid, debug_mode: 1 });
    expect(await groupsOf(userid)).toEqual([usrgrpid]);
    await update({ usrgrpid, users: [] });
    expect(await groupsOf(userid)).toEqual([]);
    await update({ usrgrpid, userids: [userid] });
    expect(await groupsOf(userid)).toEqual([usrgrpid]);
  });

  test('one user is moved between several groups in one change', async () => {
    const [from, to, also] = [await made(), await made(), await made()];
    const userid = await mate('8', from);
    const { rev } = await recordOf(place, userid);
    await update([
      { usrgrpid: from, users: [] },
      { usrgrpid: to, users: seat(userid) },
      { usrgrpid: also, users: seat(userid) },
    ]);
    const after = await recordOf(place, userid);
    expect(after.groups).toEqual(['8', to, also]);
    expect(after.rev).toBe(rev + 1);
  });

  test('the accounts of a fresh server can be moved', async () => {
    const usrgrpid = await made({ users: seat('1', '2') });
    expect(await groupsOf('1')).toEqual(['7', '13', usrgrpid]);
    await update({ usrgrpid, users: [] });
    expect(await groupsOf('2')).toEqual(['8', '9', '13']);
  });

  test('labels of other systems stay', async () => {
    const userid = await mate('8');
    await place.rest('PATCH', `/api/users/serial:${userid}`, { groups: ['sales', '8', '4711'] });
    const usrgrpid = await made({ users: seat(userid) });
    expect(await groupsOf(userid)).toEqual(['sales', '8', '4711', usrgrpid]);
    await update({ usrgrpid, users: [] });
    await update({ usrgrpid: '8', users: [] });
    expect(await groupsOf(userid)).toEqual(['sales', '4711']);
  });

  test('whom a directory keeps does not come, and does not go', async () => {
    const usrgrpid = await made();
    const [kept, other] = [await provisioned(place, place.fresh('mate'), { usrgrps: [{ usrgrpid }] }), await mate('7')];
    await update({ usrgrpid, users: seat(other) });
    expect(await groupsOf(kept)).toEqual([usrgrpid]);
    await update({ usrgrpid, users: seat(kept) });
    expect(await groupsOf(other)).toEqual(['7']);
    const data =
      'Invalid parameter "/1/users/1/userid": cannot update readonly parameter "usrgrps" of provisioned user.';
    await place.refuse('usergroup.update', { usrgrpid: '7', users: seat(kept) }, -32602, data);
  });

  test('a refused call moves nobody', async () => {
    const usrgrpid = await made();
    const [member, other] = [await mate(usrgrpid), await mate('7')];
    const rights = { hostgroup_rights: { id: 1, permission: 2 } };
    const refusals: [object, string][] = [
      [{ users: seat(other, '999') }, 'Invalid parameter "/1/users/2/userid": object does not exist.'],
      [{ users: seat(other), ...rights }, 'Host group with ID "1" is not available.'],
    ];
    for (const [params, data] of refusals) {
      const told = await toldDuring(place, () =>
        place.refuse('usergroup.update', { usrgrpid, ...params }, -32602, data),
      );
      expect(told).toEqual([]);
    }
    expect(await Promise.all([member, other].map(groupsOf))).toEqual([[usrgrpid], ['7']]);
  });

  test('calls at the same moment lose nothing', async () => {
    const userid = await mate('8');
    const groups = await Promise.all(Array.from({ length: 10 }, () => made({ users: seat(userid) })));
    await Promise.all([
      ...groups.slice(0, 5).map((usrgrpid) => update({ usrgrpid, users: [] })),
      place.ask('user.update', { userid, name: 'Busy' }),
    ]);
    expect((await groupsOf(userid)).toSorted()).toEqual(['8', ...groups.slice(5)].toSorted());
  });

  test('whatever lists are sent, each group has the users of its last list', async () => {
    const crew = [await mate(), await mate(), await mate()];
    const groups = [await made(), await made()];
    const list = fc.subarray(crew);
    await fc.assert(
      fc.asyncProperty(fc.tuple(list, list), async (lists) => {
        await update(groups.map((usrgrpid, index) => ({ usrgrpid, users: seat(...(lists[index] ?? [])) })));
        for (const [index, usrgrpid] of groups.entries()) {
          const [group] = await place.ask('usergroup.get', { usrgrpids: usrgrpid, selectUsers: ['userid'] });
          expect(group.users.map((user: { userid: string }) => user.userid)).toEqual(lists[index]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
