// The default avatar: the picture of a user who has none.

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Image } from '../core/ports.ts';

const edge = 256;

/** Colours that white stands out from (contrast of 3 or more), as six hex digits. */
const palette = [
  'b4472e',
  '9a6200',
  '5f7a00',
  '1f8a4c',
  '00838a',
  '2f72c4',
  '6a5acd',
  '9c4fb0',
  'b83d72',
  '5d6d7e',
] as const;

const drawn = new Map<string, Promise<Image>>();

/** The colour of a user, six hex digits: always the same for one id. */
export function avatarColour(userId: string): string {
  const [index = 0] = createHash('sha256').update(userId).digest();
  return palette[index % palette.length] ?? palette[0];
}

/** A neutral figure on the user's colour, PNG of 256 × 256. Drawn once per colour. */
export function defaultAvatar(userId: string): Promise<Image> {
  const colour = avatarColour(userId);
  const known = drawn.get(colour);
  if (known !== undefined) return known;
  const drawing = draw(colour);
  drawn.set(colour, drawing);
  drawing.catch(() => drawn.delete(colour));
  return drawing;
}

async function draw(colour: string): Promise<Image> {
  const figure =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${edge}" height="${edge}" viewBox="0 0 64 64">` +
    `<rect width="64" height="64" fill="#${colour}"/>` +
    '<g fill="#fff" fill-opacity=".85"><circle cx="32" cy="25" r="11"/><path d="M10 60a22 20 0 0 1 44 0v4H10z"/></g></svg>';
  const bytes = await sharp(Buffer.from(figure)).png({ palette: true }).toBuffer();
  return { contentType: 'image/png', bytes };
}
