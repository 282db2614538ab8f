// What the original plugin signs with is found by its digest, wherever it stands.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPluginText, pluginTextDigest, pluginTextLength } from './find-plugin-text.ts';

const text = 'A text of our own; it has sixty-three characters, as theirs has.';
const ours = text.slice(0, pluginTextLength);
const digest = createHash('sha256').update(ours).digest('hex');

function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
}

describe('findPluginText', () => {
  test.each([
    ['alone', bytesOf(ours)],
    ['as compiled Lua has it', bytesOf([0x1b, 0x4c, 0x75, 0x61, 0x51, 0, 4], [64, 0, 0, 0], ours, [0, 9, 1])],
    ['as compiled Lua has it, with long lengths', bytesOf([4], [64, 0, 0, 0, 0, 0, 0, 0], ours, [0, 9])],
    ['after a printable length', bytesOf([0, 64], ours, [0])],
    ['in a source', bytesOf('local key = "', ours, '"\nreturn key')],
    ['after a run that is too short', bytesOf(ours.slice(1), [0], ours)],
    ['at the end', bytesOf([255, 254], 'x'.repeat(200), ours)],
  ])('finds it %s', (_where, bytes) => expect(findPluginText(bytes, digest)).toBe(ours));

  test.each([
    ['nothing', bytesOf()],
    ['cut short', bytesOf(ours.slice(1))],
    ['broken by a byte', bytesOf(ours.slice(0, 30), [0], ours.slice(30))],
    ['with one letter else', bytesOf('B', ours.slice(1))],
    ['as UTF-16', Buffer.from(ours, 'utf16le')],
  ])('finds nothing in it %s', (_where, bytes) => expect(findPluginText(bytes, digest)).toBe(null));

  test('finds it wherever it stands, and only what has the digest', () => {
    const noise = fc.uint8Array({ maxLength: 300 });
    const property = fc.property(noise, noise, (before, after) => {
      expect(findPluginText(Buffer.concat([before, Buffer.from(ours), after]), digest)).toBe(ours);
      expect(findPluginText(Buffer.concat([before, after]), digest)).toBe(null);
    });
    fc.assert(property, { numRuns: 50 });
  });

  test('looks for 63 characters with a SHA-256', () => {
    expect(pluginTextDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(pluginTextLength).toBe(63);
  });
});
