// The upload: turned into an image that is safe to serve, or refused.

import pLimit from 'p-limit';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { type IssueReason, refuse } from '../core/model/error.ts';
import type { Image, Images } from '../core/ports.ts';
import { type ImageType, recogniseImage } from './image-types.ts';

const bytesMax = 10 * 1024 * 1024;
const edgeMax = 1024;
/** Decoded pixels, all frames together: 50 million are 200 MB. */
const pixelsMax = 50_000_000;
/** What an animation may have after scaling down: more frames are left out. */
const framesMax = 100;
const animatedPixelsMax = 10_000_000;
const secondsMax = 20;
const concurrency = 2;
const queueMax = 16;

const encoders: { readonly [Type in ImageType]: (image: Sharp) => Sharp } = {
  jpeg: (image) => image.jpeg({ quality: 85, mozjpeg: true }),
  png: (image) => image.png(),
  gif: (image) => image.gif({ effort: 4 }),
  webp: (image) => image.webp({ quality: 85 }),
};

/**
 * Opens the `Images`: takes JPEG, PNG, GIF and WebP up to 10 MB and 50 million pixels, turns them upright, scales them down to
 * at most 1024 × 1024, and encodes them anew in the same format without metadata; animations stay animated, within bounds.
 * Two are worked on at a time, off the event loop. Refuses `invalid` (path `file`: `bytes-max`, `format`) and, when too many
 * wait, `too-many-attempts`.
 */
export function openImages(): Images {
  sharp.concurrency(1);
  sharp.cache(false);
  const limit = pLimit(concurrency);
  return {
    async read(upload) {
      if (upload.length > bytesMax) refuseFile('bytes-max', bytesMax);
      const type = recogniseImage(upload);
      if (type === null) return refuseFile('format', null);
      if (limit.activeCount + limit.pendingCount >= concurrency + queueMax) {
        refuse({ code: 'too-many-attempts', retryAfterMs: 1000 });
      }
      const image = await limit(() => convert(upload, type).catch(() => null));
      return image ?? refuseFile('format', null);
    },
  };
}

/** Throws whatever the decoder says of broken, truncated or oversized images. */
async function convert(upload: Uint8Array, type: ImageType): Promise<Image> {
  const options: SharpOptions = { failOn: 'error', limitInputPixels: pixelsMax };
  const { width, height, pages = 1, format } = await sharp(upload, options).metadata();
  if (format !== type) throw new Error('The content is not what its first bytes say.');
  const frames = countFrames(width, height, pages);
  const scaled = sharp(upload, { ...options, pages: frames })
    .timeout({ seconds: secondsMax })
    .autoOrient()
    .resize({ width: edgeMax, height: edgeMax, fit: 'inside', withoutEnlargement: true });
  return { contentType: `image/${type}`, bytes: await encoders[type](scaled).toBuffer() };
}

/** How many frames are kept: at least one, and no more than are cheap to read and to write. */
function countFrames(width: number, height: number, pages: number): number {
  const scale = Math.min(1, edgeMax / Math.max(width, height));
  const pixels = width * height;
  const most = Math.min(pages, framesMax, pixelsMax / pixels, animatedPixelsMax / (pixels * scale * scale));
  return Math.max(1, Math.floor(most));
}

function refuseFile(reason: IssueReason, limit: number | null): never {
  refuse({ code: 'invalid', issues: [{ path: 'file', reason, limit }] });
}
