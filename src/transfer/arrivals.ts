// The arrivals: rows of a file as people to take in, in batches.

import type { Arrival } from '../core/commands/judge-arrival.ts';
import type { Newcomer } from '../core/model/newcomer.ts';
import type { User } from '../core/model/user.ts';
import type { StoredImage } from '../core/ports.ts';
import { readLine } from './muster/lines.ts';
import type { RowEvent } from './rows/row-event.ts';
import type { Source } from './source.ts';

/** A row that can be judged, or why it cannot. `who` names the person for whoever reads the report. */
export type Entry =
  | { readonly line: number; readonly who: string | null; readonly arrival: Arrival }
  | { readonly line: number; readonly who: string | null; readonly reasons: readonly string[] };

/** Some entries; `bytes` of the file lie behind them. */
export type Batch = { readonly entries: readonly Entry[]; readonly bytes: number };

/** A batch is full with so many rows, or so much of the file. */
const rowsMax = 500;
const bytesMax = 8 * 1024 * 1024;

function nameOfNewcomer({ patch }: Newcomer): string | null {
  const [alias] = patch.aliases.op === 'set' ? Object.values(patch.aliases.value) : [];
  const [email] = patch.emails.list.op === 'change' ? patch.emails.list.add : [];
  return alias ?? (patch.username.op === 'set' ? patch.username.value : (email?.value ?? null));
}

function nameOfUser({ username, emails, id }: User): string {
  return username ?? emails[0]?.address ?? id;
}

async function* entriesFrom(rows: AsyncIterable<RowEvent>, source: Source): AsyncGenerator<[Entry, number]> {
  for await (const event of rows) {
    const { line, bytes } = event;
    if ('fault' in event) yield [{ line, who: null, reasons: [event.fault] }, bytes];
    else {
      const { newcomer, faults } = source.read(event.row);
      const who = nameOfNewcomer(newcomer);
      const reasons = faults.map(({ field, why }) => `${field} ${why}`);
      const arrival: Arrival = { from: 'elsewhere', newcomer };
      yield [reasons.length > 0 ? { line, who, reasons } : { line, who, arrival }, bytes];
    }
  }
}

/** All images of one user: more than a directory keeps of anybody. */
const imageBytesMax = 64 * 1024 * 1024;

/** The images with one more, or with more of the last one. */
function withPart(images: readonly StoredImage[], part: StoredImage): StoredImage[] {
  const last = images.at(-1);
  if (last?.id !== part.id) return [...images, part];
  return [...images.slice(0, -1), { ...last, bytes: Buffer.concat([last.bytes, part.bytes]) }];
}

/** Users of Muster's own format, each with the images on the lines after it. */
async function* entriesFromMuster(rows: AsyncIterable<RowEvent>): AsyncGenerator<[Entry, number]> {
  let user: Extract<Entry, { arrival: Arrival }> | null = null;
  let images: StoredImage[] = [];
  let passed = 0;
  let header = true;
  const complete = (): [Entry, number][] => {
    if (user?.arrival.from !== 'muster') return [];
    const { line, who, arrival } = user;
    return [[{ line, who, arrival: { ...arrival, images } }, passed]];
  };
  for await (const event of rows) {
    if (header) {
      header = false;
      continue;
    }
    const read = 'fault' in event ? ({ is: 'fault', why: event.fault } as const) : readLine(event.row);
    if (read.is === 'image') {
      const owner = user?.arrival.from === 'muster' ? user.arrival.written.user.id : null;
      const held = images.reduce((sum, { bytes }) => sum + bytes.length, 0);
      const fits = held + read.image.bytes.length <= imageBytesMax;
      if (read.image.userId === owner && fits) images = withPart(images, read.image);
      else {
        const why = fits ? 'this image does not follow its user' : 'this user has too many images';
        yield [{ line: event.line, who: null, reasons: [why] }, event.bytes];
      }
    } else {
      yield* complete();
      images = [];
      user = null;
      if (read.is === 'fault') yield [{ line: event.line, who: null, reasons: [read.why] }, event.bytes];
      else {
        const arrival: Arrival = { from: 'muster', written: read.written, images };
        user = { line: event.line, who: nameOfUser(read.written.user), arrival };
      }
    }
    passed = event.bytes;
  }
  yield* complete();
}

/** Reads rows into batches; `source` null: they are in Muster's own format, behind its header. */
export async function* batchesOf(rows: AsyncIterable<RowEvent>, source: Source | null): AsyncGenerator<Batch> {
  let entries: Entry[] = [];
  let from = 0;
  let to = 0;
  for await (const [entry, bytes] of source === null ? entriesFromMuster(rows) : entriesFrom(rows, source)) {
    entries.push(entry);
    to = bytes;
    if (entries.length < rowsMax && to - from < bytesMax) continue;
    yield { entries, bytes: to };
    entries = [];
    from = to;
  }
  if (entries.length > 0) yield { entries, bytes: to };
}
