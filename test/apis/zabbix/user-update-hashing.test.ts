// Hashing the passwords of others: nobody who changes roles or groups waits for it.

import { expect, test, vi } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();

test('a role is made while a user with another role gets a password', async () => {
  const user = { username: 'ada', passwd: 'Quarterdeck-96', roleid: '1', usrgrps: [{ usrgrpid: '7' }] };
  const [userid] = (await place.ask('user.create', user)).userids;
  const { hasher } = place.app.ports;
  const hash = hasher.hash.bind(hasher);
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const spy = vi.spyOn(hasher, 'hash').mockImplementation(async (...given) => {
    begun.resolve();
    await gate.promise;
    return await hash(...given);
  });
  const change = { userid, passwd: 'Quarterdeck-97', roleid: '2', usrgrps: [{ usrgrpid: '8' }] };
  const update = place.call('user.update', change);
  await begun.promise;
  expect(await place.ask('role.create', { name: 'meanwhile', type: 1 })).toHaveProperty('roleids');
  expect(await place.ask('usergroup.create', { name: 'meanwhile' })).toHaveProperty('usrgrpids');
  gate.resolve();
  expect(await update).toEqual({ result: { userids: [userid] } });
  expect(spy).toHaveBeenCalledTimes(1);
  spy.mockRestore();
  const [after] = await place.ask('user.get', { userids: [userid], selectUsrgrps: ['usrgrpid'] });
  expect(after).toMatchObject({ roleid: '2', usrgrps: [{ usrgrpid: '8' }] });
  expect(await place.login('ada', 'Quarterdeck-97')).toMatch(/./);
});
