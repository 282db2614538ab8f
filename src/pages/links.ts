// The list of links below a page's form.

import { type Html, html } from './html.ts';
import { pathOf } from './path.ts';

/** A link: its words, and a path of this server; without a path it is left out. */
export type Link = { readonly text: string; readonly path: string | null };

/** The links that have a path, as a list; nothing when none has. */
export function linksOf(links: readonly Link[]): Html {
  const items = links.flatMap(({ text, path }) =>
    path === null ? [] : [html`<li><a href="${pathOf(path)}">${text}</a></li>\n`],
  );
  return items.length === 0 ? html`` : html`<ul class="links">\n${items}</ul>`;
}
