// The page that only tells something: an error that no form can mend, or that somebody is signed out.

import { html } from './html.ts';
import { layout, type PageFacts } from './layout.ts';
import { type Link, linksOf } from './links.ts';

/** `title` is the heading. `link`: where to go from here. */
export type MessageFacts = PageFacts & {
  readonly title: string;
  readonly text: string;
  readonly link: Link | null;
};

/** Tells `text`, as one paragraph. */
export function messagePage({ product, title, text, link }: MessageFacts): string {
  const content = html`<p>${text}</p>
${link === null ? null : linksOf([link])}`;
  return layout({ product, heading: title, isWrong: false, content });
}
