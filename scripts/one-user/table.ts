// The table: what every API says and takes of every field, and why it is silent where it is, as Markdown.
import { fields } from './fields.ts';
import { hidden, observe, type Sight, type Sights } from './observe.ts';
import { openPlace } from './place.ts';
import type { Silence, Speaker } from './speaker.ts';
import { speakers, strangers } from './speakers.ts';

/** One API and what was observed of it. */
export type Column = { readonly speaker: Speaker; readonly sights: Sights };

/** What a cell says of a sight before the names on the wire. */
export type Sign = 'reads and writes' | 'reads' | 'writes' | 'silent';

/** Observes every API in turn. Throws when one is on that has no entry, or the other way round. */
export async function observeAll(): Promise<readonly Column[]> {
  const unknown = strangers();
  if (unknown.length > 0) throw new Error(`docs/one-user.md: ${unknown.join(', ')} is an API or an entry, not both`);
  const place = await openPlace();
  try {
    const columns: Column[] = [];
    for (const speaker of speakers) columns.push({ speaker, sights: await observe(place, speaker) });
    return columns;
  } finally {
    await place.close();
  }
}

/** The sign of a sight. */
export function signOf({ tells, takes }: Sight): Sign {
  if (tells.length > 0) return takes.length > 0 ? 'reads and writes' : 'reads';
  return takes.length > 0 ? 'writes' : 'silent';
}

function covers(name: string, field: string): boolean {
  return field === name || field.startsWith(`${name}[`) || field.startsWith(`${name}.`);
}

/** The reasons that a field has; one is as it should be for a silent one, none for any other. */
function reasonsFor({ silences }: Pick<Speaker, 'silences'>, field: string): readonly Silence[] {
  return silences.filter(({ fields: names }) => names.some((name) => covers(name, field)));
}

/** What is wrong with the reasons: silence without one, or with two; a reason without silence. */
export function faultsOf({ speaker, sights }: Column): readonly string[] {
  const wrong = fields.flatMap(({ name }) => {
    const sight = sights.get(name);
    if (sight === undefined) return [`${speaker.api}: ${name} was not observed`];
    const wanted = signOf(sight) === 'silent' ? 1 : 0;
    const count = reasonsFor(speaker, name).length;
    return count === wanted ? [] : [`${speaker.api}: ${name} is ${signOf(sight)} and has ${count} reasons`];
  });
  const named = speaker.silences.flatMap(({ fields: names }) => names);
  const idle = named.filter((name) => !fields.some((field) => covers(name, field.name)));
  return [...wrong, ...idle.map((name) => `${speaker.api}: a reason names ${name}, which is no field`)];
}

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function cellOf(sight: Sight): string {
  const { tells, takes } = sight;
  const sign = signOf(sight);
  if (sign === 'silent') return 'silent';
  if (tells.includes(hidden)) return `reads: ${hidden}`;
  if (sign === 'reads') return `reads ${code(tells)}`;
  if (sign === 'writes') return `writes ${code(takes)}`;
  return code(tells) === code(takes) ? `${sign} ${code(tells)}` : `reads ${code(tells)}; writes ${code(takes)}`;
}

/** The table of all columns; throws when reasons are missing or too many. */
export function tableOf(columns: readonly Column[]): string {
  const faults = columns.flatMap(faultsOf);
  if (faults.length > 0) throw new Error(`docs/one-user.md:\n  ${faults.join('\n  ')}`);
  const head = ['Field', 'What it is', ...columns.map(({ speaker }) => speaker.title)];
  const rows = fields.map(({ name, meaning }) => [
    `\`${name}\``,
    meaning,
    ...columns.map(({ sights }) => cellOf(sights.get(name) ?? { tells: [], takes: [] })),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The reasons for silence, API by API. */
export function reasonsOf(columns: readonly Column[]): string {
  return columns
    .map(({ speaker: { title, silences } }) => {
      const lines = silences.map(({ fields: names, why }) => `- ${code(names)}: ${why}`);
      return [`### ${title}`, '', ...lines].join('\n');
    })
    .join('\n\n');
}
