// The text part of an HTML mail: what a person would read of it.

const unread = /<(head|style|script|title)\b[^>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi;
const lineEnd = /<br\s*\/?>|<\/(?:p|div|h[1-6]|li|tr|table|ul|ol|blockquote)\s*>/gi;

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** The text of a document, with the link on a line of its own where only an attribute has it. */
export function plainTextOf(html: string, link: string): string {
  const text = html
    .replace(unread, ' ')
    .replace(/\s+/g, ' ')
    .replace(lineEnd, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => characters[entity] ?? '')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return text.includes(link) ? `${text}\n` : `${text}\n\n${link}\n`;
}
