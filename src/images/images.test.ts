// Tests of the images: what is taken, what becomes of it, and what is refused.

import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Refused } from '../core/model/error.ts';
import { avatarColour, defaultAvatar } from './default-avatar.ts';
import { recogniseImage } from './image-types.ts';
import { openImages } from './read-upload.ts';

const images = openImages();
const format = { code: 'invalid', issues: [{ path: 'file', reason: 'format', limit: null }] };

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 60 } } });

async function refusalOf(upload: Uint8Array): Promise<unknown> {
  try {
    await images.read(upload);
  } catch (error) {
    if (error instanceof Refused) return error.refusals[0];
    throw error;
  }
  return null;
}

/** An animated GIF with frames of different grey. */
async function animation(width: number, height: number, frames: number): Promise<Buffer> {
  const raw = Buffer.concat(
    Array.from({ length: frames }, (_, frame) => Buffer.alloc(width * height * 3, (frame * 40) % 256)),
  );
  return sharp(raw, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .gif()
    .toBuffer();
}

/** A PNG whose header claims dimensions that its few bytes do not hold. */
function hugePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const body = deflateSync(Buffer.alloc(100_000));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

function crc(bytes: Buffer): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return ~rest >>> 0;
}

describe('what is taken', () => {
  test.each(['jpeg', 'png', 'gif', 'webp'] as const)('%s stays %s, scaled down inside 1024', async (type) => {
    const { contentType, bytes } = await images.read(await plain(3000, 1500).toFormat(type).toBuffer());
    expect(contentType).toBe(`image/${type}`);
    expect(recogniseImage(bytes)).toBe(type);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: type, width: 1024, height: 512 });
  });

  test('a small image is not blown up', async () => {
    const { bytes } = await images.read(await plain(10, 20).png().toBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 10, height: 20 });
  });

  test('it stands upright, and its metadata is gone', async () => {
    const upload = await plain(40, 20)
      .withExif({ IFD0: { Copyright: 'canary-4711' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(upload).metadata()).exif).toBeDefined();
    const { bytes } = await images.read(upload);
    const { width, height, exif, icc, xmp, orientation } = await sharp(bytes).metadata();
    expect({ width, height, exif, icc, xmp, orientation }).toEqual({ width: 20, height: 40 });
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('canary');
  });

  test('what hangs behind the image is gone', async () => {
    const upload = Buffer.concat([await plain(8, 8).png().toBuffer(), Buffer.from('<script>canary</script>')]);
    expect(Buffer.from((await images.read(upload)).bytes).toString('latin1')).not.toContain('canary');
  });

  test('an animated GIF stays animated, with a bounded number of frames', async () => {
    const short = await images.read(await animation(64, 64, 3));
    expect(await sharp(short.bytes).metadata()).toMatchObject({ format: 'gif', pages: 3, width: 64 });
    const long = await images.read(await animation(8, 8, 150));
    expect((await sharp(long.bytes).metadata()).pages).toBe(100);
    const large = await images.read(await animation(1500, 1500, 12));
    const { pages, width } = await sharp(large.bytes).metadata();
    expect(width).toBe(1024);
    expect(pages).toBe(9);
  });
});

describe('what is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>';

  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['SVG', svg],
    ['SVG with an XML prolog', `<?xml version="1.0"?>${svg}`],
    ['SVG behind a PNG signature', `\x89PNG\r\n\x1a\n${svg}`],
    ['SVG behind a JPEG mark', `\xff\xd8\xff${svg}`],
    ['a GIF head alone', 'GIF89a'],
    ['a RIFF that is no WebP', `RIFF\0\0\0\0WAVE${svg}`],
    ['PDF', '%PDF-1.7\n'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
  ])('%s', async (_name, text) => {
    expect(await refusalOf(Buffer.from(text, 'latin1'))).toEqual(format);
  });

  test.each(['tiff', 'avif'] as const)('%s, though the library could read it', async (type) => {
    expect(await refusalOf(await plain(8, 8).toFormat(type).toBuffer())).toEqual(format);
  });

  test.each(['jpeg', 'png', 'webp'] as const)('a truncated %s', async (type) => {
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 251));
    const whole = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .toFormat(type)
      .toBuffer();
    expect(await refusalOf(whole.subarray(0, Math.floor(whole.length / 2)))).toEqual(format);
  });

  test('more than 10 MB', async () => {
    expect(await refusalOf(Buffer.alloc(10 * 1024 * 1024 + 1))).toEqual({
      code: 'invalid',
      issues: [{ path: 'file', reason: 'bytes-max', limit: 10 * 1024 * 1024 }],
    });
  });

  test('few bytes that unfold to many', async () => {
    const before = process.memoryUsage().rss;
    expect(await refusalOf(hugePng(30_000, 30_000))).toEqual(format);
    expect(await refusalOf(hugePng(0x7fffffff, 0x7fffffff))).toEqual(format);
    expect(await refusalOf(await plain(8000, 8000).png().toBuffer())).toEqual(format);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });

  test('more at a time than can wait', async () => {
    const upload = await plain(600, 600).png().toBuffer();
    const all = await Promise.all(Array.from({ length: 19 }, () => refusalOf(upload)));
    expect(all.slice(0, 18)).toEqual(Array.from({ length: 18 }, () => null));
    expect(all[18]).toEqual({ code: 'too-many-attempts', retryAfterMs: 1000 });
  });
});

describe('the default avatar', () => {
  test('is a PNG, the same for one id, of a few colours', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `user-${index}`);
    const { contentType, bytes } = await defaultAvatar('user-1');
    expect(contentType).toBe('image/png');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 256, height: 256 });
    expect(await defaultAvatar('user-1')).toBe(await defaultAvatar('user-1'));
    const colours = new Set(ids.map(avatarColour));
    expect(colours.size).toBe(10);
    expect(new Set(await Promise.all(ids.map(defaultAvatar))).size).toBe(10);
  });
});
