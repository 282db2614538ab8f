// The formula guard: keeps spreadsheets from running what users wrote, and takes the guard off again.

const trigger = '[=+\\-@\\t\\r\\n＝＋－＠]';
const guardable = new RegExp(`^'*${trigger}`);
const guarded = new RegExp(`^'+${trigger}`);
const phoneNumber = /^\+[0-9]{4,15}$/;

/**
 * Puts a `'` before a cell that spreadsheets would run as a formula: one that begins with `= + - @`, tab, CR, LF or the
 * full-width forms (OWASP, CSV Injection), or with such a guard already, so that `unescapeFormula` gives back every
 * text. Telephone numbers in E.164 stay as they are: as a formula, a plus and digits are only that number.
 */
export function escapeFormula(text: string): string {
  return guardable.test(text) && !phoneNumber.test(text) ? `'${text}` : text;
}

/** Takes one guard off; a `'` before anything else (`'t Hooft`) is part of the text. */
export function unescapeFormula(text: string): string {
  return guarded.test(text) ? text.slice(1) : text;
}
