// The document around every page: its head, the product's name, one heading.

import { type Html, html } from './html.ts';
import { stylesheet } from './style.ts';

/** What every page is told. `product`: the name people know the service by. */
export type PageFacts = { readonly product: string };

/** Makes a whole document. A page that shows what was wrong says so first in its title, which is what is read out first. */
export function layout(page: {
  readonly product: string;
  readonly heading: string;
  readonly isWrong: boolean;
  readonly content: Html;
}): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.isWrong ? 'Error: ' : null}${page.heading} – ${page.product}</title>
<link rel="icon" href="data:,">
<style>${stylesheet}</style>
</head>
<body>
<header class="product"><bdi>${page.product}</bdi></header>
<main>
<h1>${page.heading}</h1>
${page.content}
</main>
</body>
</html>
`.toString();
}
