// The scene on which every situation of Zabbix' contract is played: who is there, with ids that the rows of the tables can name.
import { afterAll, beforeAll, expect } from 'vitest';
import { updateUsers } from '../../src/core/commands/update-users.ts';
import type { JsonObject } from '../../src/core/model/json.ts';
import { untouched } from '../../src/core/model/patch.ts';
import { openPlace, type Place } from '../apis/zabbix/harness.ts';
import { contextOf } from '../apis/zabbix/login-scene.ts';

export const password = 'Lantern-keeper-7';

/** Who calls: people by their sessions, what else one may show, and `nobody`, who shows nothing. */
export type Who =
  | 'Admin'
  | 'captain'
  | 'bosun'
  | 'officer'
  | 'mate'
  | 'mute'
  | 'nobody'
  | 'ended session'
  | 'made-up session'
  | 'made-up token'
  | "the mate's token"
  | "the captain's token"
  | "the guest's token"
  | 'disabled token'
  | 'expired token';

export type Scene = {
  readonly place: Place;
  /** What each of them shows; null: nothing. */
  readonly shows: ReadonlyMap<Who, string | null>;
};

/** In the order in which they are made: groups from 14, roles from 5, users from 3. */
const groups = [
  { name: 'Crew' },
  { name: 'Brig', users_status: 1 },
  { name: 'Harbour', gui_access: 2 },
  { name: 'Ashore', users_status: 1 },
];
const roles = [
  { name: 'Deck role', type: 1 },
  { name: 'Mute role', type: 1, rules: { 'api.access': 0 } },
  { name: 'Bridge role', type: 3 },
];
const crew = { passwd: password, usrgrps: [{ usrgrpid: '14' }] };
const users = [
  { username: 'mate', roleid: '1', name: 'Jim', surname: 'Hawkins', ...crew },
  { username: 'officer', roleid: '2', ...crew },
  { username: 'captain', roleid: '3', ...crew },
  { username: 'mute', roleid: '6', ...crew },
  { username: 'silent', roleid: '5', usrgrps: [{ usrgrpid: '12' }], medias: [{ mediatypeid: '3', sendto: '+1' }] },
  { username: 'prisoner', roleid: '1', passwd: password, usrgrps: [{ usrgrpid: '15' }] },
  { username: 'drifter', ...crew },
  {
    ...{ username: 'parrot', roleid: '5', usrgrps: [{ usrgrpid: '12' }] },
    medias: [
      { mediatypeid: '3', sendto: '+2' },
      { mediatypeid: '3', sendto: '+3' },
    ],
  },
  { username: 'bosun', roleid: '7', ...crew },
];

/** The media of `silent` (user 7) and of `parrot` (user 10, whose first one comes from the directory). */
export const medias = { silent: '7000001', parrot: ['10000001', '10000002'] } as const;

/** Puts `parrot` and their first media into the hands of a directory. */
async function provision(place: Place): Promise<void> {
  const reference = { by: 'serial', serial: 10 } as const;
  const patch = (user: { readonly extras: { readonly [api: string]: JsonObject } }) => {
    const list = user.extras.zabbix?.medias;
    const kept = Array.isArray(list) ? list : [];
    const own = kept.map((media, index) =>
      index === 0 ? Object.assign({}, media, { userdirectory_mediaid: '1' }) : media,
    );
    const value = { userdirectoryid: '1', medias: own };
    return { ...untouched, extras: { op: 'merge', api: 'zabbix', value } } as const;
  };
  await updateUsers(await contextOf(place), [{ reference, patch, ifRev: null }], { system: false });
}

/** Makes API tokens; their ids count from 1. */
async function giveTokens(place: Place): Promise<readonly string[]> {
  const wishes = [
    { name: 'spyglass', userid: '3' },
    { name: 'sextant', userid: '3', status: 1 },
    { name: 'hourglass', userid: '3', expires_at: 1 },
    { name: 'compass', userid: '5' },
    { name: 'lantern', userid: '2' },
  ];
  const { tokenids } = await place.ask('token.create', wishes);
  expect(tokenids).toEqual(['1', '2', '3', '4', '5']);
  const made: readonly { token: string }[] = await place.ask('token.generate', tokenids);
  return made.map(({ token }) => token);
}

/** Opens a server and sets the scene. Besides Zabbix' own and those above there are no objects. */
async function openScene(): Promise<Scene> {
  const place = await openPlace();
  expect((await place.ask('usergroup.create', groups)).usrgrpids).toEqual(['14', '15', '16', '17']);
  expect((await place.ask('role.create', roles)).roleids).toEqual(['5', '6', '7']);
  expect((await place.ask('user.create', users)).userids).toEqual(['3', '4', '5', '6', '7', '8', '9', '10', '11']);
  await place.ask('mediatype.create', { type: 2, name: 'Signal flags', gsm_modem: '/dev/ttyS0' });
  const named = await place.ask('user.get', { userids: ['7', '10'], selectMedias: ['mediaid'], sortfield: 'userid' });
  const ids = named.map((user: { medias: readonly { mediaid: string }[] }) =>
    user.medias.map(({ mediaid }) => mediaid),
  );
  expect(ids).toEqual([[medias.silent], medias.parrot]);
  await provision(place);
  const [spyglass = null, sextant = null, hourglass = null, compass = null, lantern = null] = await giveTokens(place);
  const ended = await place.login('mate', password);
  await place.ask('user.logout', [], ended);
  const shows = new Map<Who, string | null>([
    ['Admin', place.admin()],
    ['nobody', null],
    ['ended session', ended],
    ['made-up session', 'f'.repeat(32)],
    ['made-up token', 'f'.repeat(64)],
    ["the mate's token", spyglass],
    ['disabled token', sextant],
    ['expired token', hourglass],
    ["the captain's token", compass],
    ["the guest's token", lantern],
  ]);
  for (const who of ['captain', 'bosun', 'officer', 'mate', 'mute'] as const)
    shows.set(who, await place.login(who, password));
  return { place, shows };
}

/** One scene for the tests of a file or of a `describe`: `on` answers it while they run, `ask` the result of a call that must succeed. */
export function useScene() {
  let scene: Scene | null = null;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(async () => await scene?.place.app.close(100));
  const on = (): Scene => {
    if (scene === null) throw new Error('the scene is set only while tests run');
    return scene;
  };
  const ask = async (method: string, params: unknown, by: Who = 'Admin') =>
    await on().place.ask(method, params, on().shows.get(by) ?? null);
  return { on, ask };
}

/** What all of a server's changes have come to: the number of the last one. */
export async function lastChange({ place }: Pick<Scene, 'place'>): Promise<number> {
  const open = { beyond: null, types: null, from: null, to: null } as const;
  const query = { ...open, direction: 'descending', limit: 1 } as const;
  const [last] = await place.app.ports.store.readChanges('default', query);
  return last?.seq ?? 0;
}
