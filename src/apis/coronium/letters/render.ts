// Rendering a template: its tags give way to their values, once.

import { escapeHtml } from '../../../pages/index.ts';

/** What the tags of a template stand for. `link` is the name of the link's tag, which only the server fills. */
export type Filling = { readonly linkTag: string; readonly link: string; readonly keys: ReadonlyMap<string, string> };

const tag = /\{\{([^{}]*)\}\}|\{\*([^{}]*)\*\}/g;

function nameOf(first: string | undefined, second: string | undefined): string {
  return (first ?? second ?? '').trim();
}

/** True when the template says where the link goes. */
export function hasTag(template: string, name: string): boolean {
  return [...template.matchAll(tag)].some(([, first, second]) => nameOf(first, second) === name);
}

/** True when the template is HTML: it has a tag of it. An address in angle brackets is none. */
export function isHtml(template: string): boolean {
  return /<!doctype|<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i.test(template);
}

/** Makes a value one line, without what turns the direction of text: it cannot pass for a line of the template. */
function oneLine(value: string): string {
  return value.replace(/[\t\r\n\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, '');
}

/** Fills a template. Values are escaped where it is HTML; the link stands as it is. Tags that stand for nothing go. */
export function render(template: string, { linkTag, link, keys }: Filling): string {
  const written = isHtml(template) ? escapeHtml : String;
  return template.replace(tag, (_whole, first: string | undefined, second: string | undefined) => {
    const name = nameOf(first, second);
    return name === linkTag ? link : written(oneLine(keys.get(name) ?? ''));
  });
}
