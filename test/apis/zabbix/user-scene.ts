// What the tests about changing users need besides the API: what there is of somebody, and that a refusal leaves it as it is.
import { expect } from 'vitest';
import type { Place } from './harness.ts';
import { recordOf, toldOf } from './login-scene.ts';

/** Makes somebody who needs no password: in a group that is kept from the pages. Answers the id. */
export async function silent(place: Place, more: object = {}): Promise<string> {
  const user = { username: place.fresh('silent'), roleid: '1', usrgrps: [{ usrgrpid: '12' }], ...more };
  return (await place.ask('user.create', user)).userids[0];
}

/** Somebody as `user.get` shows them to the administrator. */
export async function seen(place: Place, userid: string) {
  const selects = { selectUsrgrps: ['usrgrpid'], selectMedias: 'extend' };
  const [user] = await place.ask('user.get', { userids: userid, ...selects });
  return user;
}

/** All that is kept of users but the traces of use, and how much is told of each. */
async function stateOf(place: Place, userids: readonly string[]) {
  return await Promise.all(
    userids.map(async (userid) => {
      const { activity: _, ...record } = await recordOf(place, userid);
      return { record, told: (await toldOf(place, userid)).filter(({ type }) => type === 'user.updated') };
    }),
  );
}

/** What is expected of a refusal besides its text; `auth` is the administrator's session unless said. */
export type Refusal = { readonly code?: number; readonly auth?: string };

/** Expects `user.update` to refuse this, and everybody it names to be as before. */
export async function refuseUpdate(place: Place, wish: object, data: string, { code, auth }: Refusal = {}) {
  const userids = [wish].flat().flatMap((one) => ('userid' in one ? String(one.userid) : []));
  const known = userids.filter((userid) => /^[1-9][0-9]{0,5}$/.test(userid) && userid !== '999999');
  const before = await stateOf(place, known);
  await place.refuse('user.update', wish, code ?? -32602, data, auth ?? place.admin());
  expect(await stateOf(place, known)).toEqual(before);
}

/** Expects `user.create` to refuse this, and nobody to be made. */
export async function refuseCreate(place: Place, wish: object, data: string) {
  const count = await place.ask('user.get', { countOutput: true });
  await place.refuse('user.create', wish, -32602, data);
  expect(await place.ask('user.get', { countOutput: true })).toBe(count);
}
