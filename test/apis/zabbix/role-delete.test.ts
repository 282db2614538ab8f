// role.delete: what stands in its way.
import { describe, expect, test } from 'vitest';
import { toldDuring } from './group-scene.ts';
import { engines, usePlace } from './harness.ts';
import { addExtra, newcomer } from './login-scene.ts';

describe.each(engines)('on %s', (engine) => {
  const place = usePlace({ engine });
  const gone = 'No permissions to referred object or it does not exist!';

  async function made(name = place.fresh('Rating')): Promise<string> {
    const { roleids } = await place.ask('role.create', { name, type: 1 });
    return roleids[0];
  }

  async function refuse(params: unknown, data: string, code = -32500): Promise<void> {
    const told = await toldDuring(place, () => place.refuse('role.delete', params, code, data));
    expect(told).toEqual([]);
  }

  test('roles go in one change, for good, and their names are free', async () => {
    const name = place.fresh('Rating');
    const roleids = [await made(), await made(name)].toReversed();
    const told = await toldDuring(place, async () => {
      expect(await place.ask('role.delete', roleids)).toEqual({ roleids });
    });
    expect(told.map(({ type }) => type)).toEqual(['user-role.deleted', 'user-role.deleted']);
    expect(await place.ask('role.get', { roleids })).toEqual([]);
    await refuse([roleids[0]], gone);
    expect(roleids).not.toContain(await made(name));
  });

  test('a role of a fresh server goes as well, where nobody has it', async () => {
    expect(await place.ask('role.delete', ['2'])).toEqual({ roleids: ['2'] });
  });

  test.each<[unknown, string, number?]>([
    [[], 'Invalid parameter "/": cannot be empty.', -32602],
    [['x'], 'Invalid parameter "/1": a number is expected.', -32602],
    [{ roleids: ['1'] }, 'Invalid parameter "/1": a number is expected.', -32602],
    [['1', 1], 'Invalid parameter "/2": value (1) already exists.', -32602],
    [['999'], gone],
    [['0'], gone],
    [['3', '999'], gone],
    [['3'], 'Cannot delete readonly user role "Super admin role".'],
    [['1', '3'], 'Cannot delete readonly user role "Super admin role".'],
    [['4'], 'Cannot delete assigned user role "Guest role".'],
  ])('%j is refused', refuse);

  test('a role stays as long as somebody has it', async () => {
    const [free, roleid] = [await made(), await made('Bound')];
    const userid = await newcomer(place, place.fresh('mate'), { roleid });
    await refuse([free, roleid], 'Cannot delete assigned user role "Bound".');
    await place.ask('user.delete', [userid]);
    await place.ask('role.delete', [free, roleid]);
  });

  test('a role stays while a directory gives it to whom it brings in', async () => {
    const roleid = await made('Landed');
    const provision_groups = [{ name: '*', roleid, user_groups: [{ usrgrpid: '8' }] }];
    await addExtra(place, 'userdirectory', '1', { idp_type: '1', provision_groups }, 'Harbour');
    await refuse([roleid], 'Cannot delete assigned user role "Landed".');
  });
});
