// The blocks that a mail is made of, as text and as HTML.

/** A paragraph, a list of facts with their names, a code to be typed or copied, or a link. Values may come from users. */
export type Block =
  | string
  | { readonly facts: readonly Fact[] }
  | { readonly code: string }
  | { readonly link: string };

type Fact = readonly [name: string, value: string];

const codeStyle = 'font-family:monospace;font-size:32px;font-weight:bold;letter-spacing:8px';

/** The plain text part: each code and each link has a line to itself. */
export function letterOf(blocks: readonly Block[]): string {
  return `${blocks.map(textOf).join('\n\n')}\n`;
}

/** The HTML part, a whole document that loads nothing. Every value is escaped; only http and https become links to follow. */
export function documentOf(title: string, blocks: readonly Block[]): string {
  const body = blocks.map(htmlOf).join('\n');
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>\n<body>\n${body}\n</body>\n</html>\n`;
}

/** The facts that there are, as a block; no block when all of them are empty. */
export function factsOf(facts: readonly Fact[]): readonly Block[] {
  const known = facts.filter(([, value]) => value !== '');
  return known.length === 0 ? [] : [{ facts: known }];
}

/**
 * Makes a value one line of at most `lengthMax` UTF-16 units, without line breaks, controls and marks that turn the direction
 * of text: it cannot pass for a line of ours.
 */
export function oneLine(value: string | undefined, lengthMax = 320): string {
  return (value ?? '').slice(0, lengthMax).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, '');
}

/** A number and its unit in words: `1 day`, `10 minutes`. */
export function durationOf(count: string | undefined, unit: 'minute' | 'day'): string {
  const number = oneLine(count, 16);
  return number === '1' ? `1 ${unit}` : `${number} ${unit}s`;
}

/** A time in words, UTC. */
export function dateOf(at: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(at)} UTC`;
}

function textOf(block: Block): string {
  if (typeof block === 'string') return block;
  if ('facts' in block) return block.facts.map(([name, value]) => `${name}: ${value}`).join('\n');
  return 'code' in block ? block.code : block.link;
}

function htmlOf(block: Block): string {
  if (typeof block === 'string') return `<p>${escapeHtml(block)}</p>`;
  if ('code' in block) return `<p style="${codeStyle}">${escapeHtml(block.code)}</p>`;
  if ('link' in block) {
    const link = escapeHtml(block.link);
    return isWebAddress(block.link) ? `<p><a href="${link}">${link}</a></p>` : `<p>${link}</p>`;
  }
  const rows = block.facts.map(
    ([name, value]) => `<tr><th align="left">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<table cellpadding="4">${rows.join('')}</table>`;
}

function isWebAddress(link: string): boolean {
  return URL.canParse(link) && /^https?:$/.test(new URL(link).protocol);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
