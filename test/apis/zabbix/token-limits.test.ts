// How much one user may have of what every call of theirs has to look through.

import { expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();

test('nobody has more than a thousand API tokens, and one who has them can still let some go', async () => {
  const username = place.fresh('collector');
  const passwd = 'Quarterdeck-96';
  await place.ask('user.create', { username, passwd, roleid: '1', usrgrps: [{ usrgrpid: '7' }] });
  const session = await place.login(username, passwd);
  const wishes = Array.from({ length: 999 }, (_, index) => ({ name: `t${index}` }));
  const { tokenids } = await place.ask('token.create', wishes, session);
  const two = [{ name: 'one' }, { name: 'other' }];
  await place.refuse('token.create', two, -32602, 'At most 1000 API tokens are allowed.', session);
  expect(await place.ask('token.get', { countOutput: true }, session)).toBe('999');
  await place.ask('token.create', { name: 'one' }, session);
  await place.ask('token.delete', [tokenids[0]], session);
  await place.ask('token.create', { name: 'other' }, session);
  await place.ask('token.create', { name: 'another' });
});
