// The template tag that pages are written with: what is put in is text, unless the same tag made it.

class Fragment {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

/** Markup that may be shown as it is; only `html` makes it, `toString` gives it. */
export type Html = Fragment;

/** What may stand in a template: text and numbers are escaped, fragments are not, null is nothing. */
export type Content = string | number | null | Html | readonly Html[];

/** Makes markup of a template. Safe for element content and for attributes in double quotes, nowhere else. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const rest = strings.slice(1).map((text, index) => markupOf(contents[index] ?? null) + text);
  return new Fragment((strings[0] ?? '') + rest.join(''));
}

/** The attributes that have a value, each led by a space: `<input${attributes({ id, value })}>`. */
export function attributes(values: Readonly<Record<string, string | null>>): Html {
  const given = Object.entries(values).filter(([, value]) => value !== null);
  return html`${given.map(([name, value]) => html` ${name}="${value}"`)}`;
}

function markupOf(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  return content instanceof Fragment ? content.toString() : content.map(markupOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes text safe for element content and for attributes in quotes, nowhere else. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
