// The observation: what each API tells of each field of a user, and what it takes.
import { isJsonObject, type Json } from '../../src/core/model/json.ts';
import type { User } from '../../src/core/model/user.ts';
import { type Field, fields } from './fields.ts';
import type { Ask, Place, Request } from './place.ts';
import { sample } from './sample.ts';
import type { Speaker, Trial } from './speaker.ts';

/** What stands for a user who is not told of at all. */
export const hidden = 'not found at all';

/** The names on the wire under which one API tells a field and takes it. */
export type Sight = { readonly tells: readonly string[]; readonly takes: readonly string[] };

/** The sights of one API, by field. */
export type Sights = ReadonlyMap<string, Sight>;

/** Names of which several share what holds them, as that. */
function gathered(names: readonly string[]): readonly string[] {
  const holder = (name: string): string => /^.*[^\]](?=\.[^.]*$)/.exec(name)?.[0] ?? name;
  const shared = (name: string) => names.filter((other) => holder(other) === holder(name)).length > 1;
  return [...new Set(names.map((name) => (shared(name) ? holder(name) : name)))];
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/**
 * Where two documents differ: members by name, entries of lists as `[]`. A member that only one of them has is told of itself at the top
 * and in an entry, else as that which holds it: what is in a bag is not the wire's.
 */
export function differences(path: string, before: Json, after: Json): readonly string[] {
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences(`${path}[]`, item, after[index] ?? null));
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const isShared = (name: string) => Object.hasOwn(before, name) && Object.hasOwn(after, name);
    const isOpen = path === '' || path.endsWith('[]');
    return names.flatMap((name) => {
      if (isShared(name)) return differences(below(path, name), before[name] ?? null, after[name] ?? null);
      return isOpen ? [below(path, name)] : [path];
    });
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
}

async function tellings(place: Place, ask: Ask, speaker: Speaker): Promise<ReadonlyMap<string, readonly string[]>> {
  const read = async (user: User) => {
    await place.put(user);
    return await speaker.read(ask, place.idsOf(user)[speaker.api] ?? '');
  };
  const plain = await read(sample);
  if (plain.status !== 200) throw new Error(`${speaker.api} does not tell of the user: ${JSON.stringify(plain.body)}`);
  const found = new Map<string, readonly string[]>();
  for (const field of fields) {
    const other = await read(field.differ(sample));
    found.set(field.name, other.status === 200 ? gathered(differences('', plain.body, other.body)) : [hidden]);
  }
  return found;
}

/** The user with ids that were made on the way exchanged for their number: they are never the same twice. */
function settled(user: User): Json {
  const known = JSON.stringify(sample);
  const made: string[] = [];
  const text = JSON.stringify(user).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (known.includes(id)) return id;
    if (!made.includes(id)) made.push(id);
    return `made ${made.indexOf(id)}`;
  });
  return JSON.parse(text);
}

/** What stands at a field's path in a user; undefined: nothing that could hold it. Of lists: what stands there in each entry. */
function valuesAt(value: Json, path: readonly string[]): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (!isJsonObject(value)) return undefined;
  if (!name.endsWith('[]')) return valuesAt(value[name] ?? null, rest);
  const list = value[name.slice(0, -2)] ?? null;
  return Array.isArray(list) ? list.map((item) => valuesAt(item, rest) ?? null) : undefined;
}

const isSame = (left: Json | undefined, right: Json | undefined): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** True when a field has come out otherwise: of entries that came or went only the ids, of what has fields of its own whether it is there. */
function isMoved({ name }: Field, before: Json, after: Json): boolean {
  const reach = (user: Json, path: string) => valuesAt(user, path.split('.'));
  const ids = name.includes('[].') ? name.replace(/\[\]\..*/, '[].id') : name;
  if (ids !== name && !isSame(reach(before, ids), reach(after, ids))) return false;
  const [left, right] = [reach(before, name), reach(after, name)];
  if (left === undefined || right === undefined) return false;
  const isHolder = fields.some((other) => other.name.startsWith(`${name}.`));
  return isHolder ? (left === null) !== (right === null) : !isSame(left, right);
}

/** True for a refusal that comes with the status 200, as the two do that answer all in one form. */
function tellsError(body: Json): boolean {
  return isJsonObject(body) && (Object.hasOwn(body, 'error') || tellsError(body.result ?? null));
}

/** What becomes of the user: settled before the request and after it. */
async function outcome(place: Place, ask: Ask, api: string, trial: Trial, send: (user: User) => Request) {
  const start = trial.from ?? sample;
  await place.put(start);
  const before = settled(await place.look());
  const first = await ask(send(start));
  const { status, body } = trial.next === undefined ? first : await ask(trial.next(first.body));
  const isRefused = status >= 300 || tellsError(body);
  if (isRefused !== (trial.refused === true))
    throw new Error(`${api}, ${trial.name}: ${status} ${JSON.stringify(body)}`);
  if (trial.made !== undefined) await place.adopt(trial.made(body));
  return { before, after: settled(await place.look()) };
}

/** The fields that one trial moves. */
async function movedBy(place: Place, ask: Ask, api: string, trial: Trial): Promise<readonly string[]> {
  const { before, after } = await outcome(place, ask, api, trial, trial.send);
  const other = trial.instead === undefined ? before : (await outcome(place, ask, api, trial, trial.instead)).after;
  return fields.filter((field) => isMoved(field, other, after)).map(({ name }) => name);
}

/** The parameters of an API that are neither tried nor known to say nothing by themselves, and modifiers that are none. */
function unaccounted({ parameters, modifiers, trials }: Speaker): readonly string[] {
  const tried = new Set(trials.map(({ name }) => /^\w+/.exec(name)?.[0] ?? ''));
  const missing = parameters.filter((name) => !tried.has(name) && !modifiers.includes(name));
  return [...missing, ...modifiers.filter((name) => tried.has(name) || !parameters.includes(name))];
}

/** What the store counts by itself: it moves whatever is asked for. */
const bookkeeping: ReadonlySet<string> = new Set(['serial', 'rev', 'updatedAt']);

/** Observes one API: reads the user once per field, and tries everything that changes one. Throws at a trial that goes wrong. */
export async function observe(place: Place, speaker: Speaker): Promise<Sights> {
  const open = unaccounted(speaker);
  if (open.length > 0) throw new Error(`${speaker.api}: not accounted for: ${open.join(', ')}`);
  const headers = await speaker.begin(place.ask);
  await place.learn();
  const ask: Ask = (request) => place.ask({ ...request, headers: { ...headers, ...request.headers } });
  const tells = await tellings(place, ask, speaker);
  const takes = new Map<string, Set<string>>();
  for (const trial of speaker.trials) {
    const moved = (await movedBy(place, ask, speaker.api, trial)).filter((name) => !bookkeeping.has(name));
    if (moved.length === 0) throw new Error(`${speaker.api}, ${trial.name}: moves nothing`);
    for (const name of moved) takes.set(name, (takes.get(name) ?? new Set()).add(trial.name));
  }
  return new Map(
    fields.map(({ name }) => [name, { tells: tells.get(name) ?? [], takes: [...(takes.get(name) ?? [])] }]),
  );
}
