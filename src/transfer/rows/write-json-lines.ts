// The writer of JSON Lines: one value per line.

import type { Json } from '../../core/model/json.ts';
import { type Target, writeWhole } from './write-whole.ts';

/** Writes each value as one line of JSON in UTF-8 (jsonlines.org). Target and errors as with `writeWhole`. */
export async function writeJsonLines(values: AsyncIterable<Json>, target: Target): Promise<void> {
  async function* lines(): AsyncGenerator<string, void> {
    for await (const value of values) yield `${JSON.stringify(value)}\n`;
  }
  await writeWhole(lines(), target);
}
