// Languages: Zabbix' locale codes and the language tags of the core.

import { locales } from '../defaults/locales.ts';

/** What stands for "as the server says". */
export const byDefault = 'default';

/** The code that is shown for a language tag (BCP 47): of the same language and region, else of the language; else the server's own. */
export function langOf(locale: string | null): string {
  if (locale === null) return byDefault;
  const tag = locale.replace('-', '_');
  if (locales.includes(tag)) return tag;
  const language = `${tag.split('_', 1)[0]}_`;
  return locales.find((code) => code.startsWith(language)) ?? byDefault;
}

/** The language tag of a code; null for the server's own. */
export function localeOf(lang: string): string | null {
  return lang === byDefault ? null : lang.replace('_', '-');
}
