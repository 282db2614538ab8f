// Tests of passwords that change while somebody uses them: the later one counts, and what the former one opened is shut.

import { expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();
const former = 'Quarterdeck-93';

async function someone() {
  const username = place.fresh('racer');
  const { userids } = await place.ask('user.create', {
    username,
    passwd: former,
    roleid: '1',
    usrgrps: [{ usrgrpid: '7' }],
  });
  const found = await place.rest('GET', `/v1/users?username=${username}`);
  const [user] = found.body;
  return { username, userid: userids[0], id: user.id, session: await place.login(username, former) };
}

const opens = async (username: string, password: string) =>
  'result' in (await place.call('user.login', { username, password }, null));

test('who knows the former password does not replace one that is set at the same moment', async () => {
  for (let round = 0; round < 4; round++) {
    const { username, userid, id, session } = await someone();
    const mine = 'Quarterdeck-theirs-94';
    const theirs = 'Quarterdeck-given-95';
    const change = { userid, current_passwd: former, passwd: mine };
    const [, patched] = await Promise.all([
      place.call('user.update', change, session),
      new Promise<void>((go) => setTimeout(go, round * 5)).then(() =>
        place.rest('PATCH', `/v1/users/${id}`, { password: theirs }),
      ),
    ]);
    expect(patched.status).toBe(200);
    expect([await opens(username, mine), await opens(username, theirs)]).toEqual([false, true]);
  }
});
