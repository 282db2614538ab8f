// Reading a template of the operator's.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../fault.ts';

const bytesMax = 65_536;
const usual = 'email.tpl';

/** The name of a template's file: no path, nothing hidden. */
function fileNameOf(name: string): string {
  const file = name.endsWith('.tpl') ? name : `${name}.tpl`;
  if (name.length <= 100 && /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(name)) return file;
  return fail(702, 'The name of a mail template has letters, digits, "_", "." and "-" only.');
}

async function contentOf(path: string, file: string): Promise<string | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return null;
    if (found.size > bytesMax) return fail(702, `The mail template ${file} is larger than ${bytesMax} bytes.`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError) return fail(702, `The mail template ${file} is not UTF-8.`);
    const absent = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (absent) return null;
    throw error;
  }
}

/**
 * Reads `<folder>/templates/<kind>/<name>` as it is now. `folder` null: there are none. Null: the usual one is wanted and is not there.
 * Throws a Fault 702 for a name that is none, a named one that is not there, one that is too large or no text.
 */
export async function readTemplate(folder: string | null, kind: string, name: string | null): Promise<string | null> {
  const file = fileNameOf(name ?? usual);
  const content = folder === null ? null : await contentOf(join(folder, 'templates', kind, file), file);
  if (content !== null || file === usual) return content;
  return fail(702, `There is no mail template ${file}.`);
}
