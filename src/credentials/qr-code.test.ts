// Tests of QR codes: an image that a browser shows, and bounds.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawQrCode } from './qr-code.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const address = `otpauth://totp/Example:anna%40example.org?issuer=Example&secret=${secret}&algorithm=SHA1&digits=6&period=30`;

test.each([
  ['an otpauth address', address, 250, 400],
  ['one letter', 'x', 150, 200],
  ['the longest text', 'x'.repeat(1024), 600, 800],
  ['the longest text beyond ASCII', 'ü'.repeat(512), 600, 800],
])('%s becomes a square PNG', async (_what, text, widthMin, widthMax) => {
  const image = await drawQrCode(text);
  expect(image).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/);
  const bytes = Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
  const { format, width, height } = await sharp(bytes).metadata();
  expect(format).toBe('png');
  expect(height).toBe(width);
  expect(width).toBeGreaterThanOrEqual(widthMin);
  expect(width).toBeLessThanOrEqual(widthMax);
  expect(bytes.length).toBeLessThan(40_000);
});

test('the same text is the same image, another text another', async () => {
  expect(await drawQrCode(address)).toBe(await drawQrCode(address));
  expect(await drawQrCode(address)).not.toBe(await drawQrCode(`${address}0`));
});

test.each(['', 'x'.repeat(1025), 'ü'.repeat(513)])('a text of no fitting length is refused %#', async (text) => {
  await expect(drawQrCode(text)).rejects.toThrow(RangeError);
  await expect(drawQrCode(text)).rejects.not.toThrow(/x{9}|ü/);
});
