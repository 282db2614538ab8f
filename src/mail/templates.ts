// The templates: what each mail says, as text and as HTML.

import type { MailOrder } from '../core/ports.ts';

export type Wording = { readonly subject: string; readonly text: string; readonly html: string };

/** A paragraph, or a list of facts with their names. Values may come from users. */
type Block = string | readonly (readonly [name: string, value: string])[];

type Template = (order: MailOrder) => { readonly subject: string; readonly blocks: readonly Block[] };

const templates: { readonly [Name in MailOrder['template']]: Template } = {
  /** Goes to the address that was primary. `values`: `before`, `after` (empty when the account has no primary address now). */
  'primary-email-changed': ({ values, createdAt }) => {
    const before = oneLine(values.before);
    const after = oneLine(values.after);
    const told = after === '' ? 'none' : after;
    return {
      subject: 'The primary email address of your account was changed',
      blocks: [
        'Hello,',
        after === ''
          ? 'The primary email address of your account was removed. Your account has no primary email address now.'
          : 'The primary email address of your account was changed. From now on, messages about your account go to the new address.',
        [
          ['New primary address', told],
          ['Previous primary address', before === '' ? 'none' : before],
          ['Changed on', dateOf(createdAt)],
        ],
        'If this was you, there is nothing to do. If it was not, somebody else may be using your account: contact the people who run it at once.',
      ],
    };
  },
};

/** Words an order. A subject is a fixed text: nothing that users type gets into a header. */
export function wordMail(order: MailOrder): Wording {
  const { subject, blocks } = templates[order.template](order);
  return { subject, text: `${blocks.map(textOf).join('\n\n')}\n`, html: documentOf(subject, blocks) };
}

function textOf(block: Block): string {
  return typeof block === 'string' ? block : block.map(([name, value]) => `${name}: ${value}`).join('\n');
}

function documentOf(title: string, blocks: readonly Block[]): string {
  const body = blocks.map(htmlOf).join('\n');
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>\n<body>\n${body}\n</body>\n</html>\n`;
}

function htmlOf(block: Block): string {
  if (typeof block === 'string') return `<p>${escapeHtml(block)}</p>`;
  const rows = block.map(
    ([name, value]) => `<tr><th align="left">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<table cellpadding="4">${rows.join('')}</table>`;
}

/** Takes out line breaks, controls and marks that turn the direction of text: a value cannot pass for a line of ours. */
function oneLine(value: string | undefined): string {
  return (value ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, '').slice(0, 320);
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

function dateOf(at: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(at)} UTC`;
}
