// The image types: which pictures are taken, told by how their bytes begin.

export type ImageType = 'jpeg' | 'png' | 'gif' | 'webp';

/** What must stand where: ISO/IEC 10918-1, PNG (W3C) §5.2, GIF89a, and Google's WebP container specification. */
const signatures: readonly { readonly type: ImageType; readonly marks: readonly (readonly [number, string])[] }[] = [
  { type: 'jpeg', marks: [[0, '\xff\xd8\xff']] },
  { type: 'png', marks: [[0, '\x89PNG\r\n\x1a\n']] },
  { type: 'gif', marks: [[0, 'GIF87a']] },
  { type: 'gif', marks: [[0, 'GIF89a']] },
  {
    type: 'webp',
    marks: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  },
];

/** The type of an image by its first bytes, or null. Names and declared content types count for nothing. */
export function recogniseImage(bytes: Uint8Array): ImageType | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const found = signatures.find(({ marks }) => marks.every(([offset, mark]) => head.startsWith(mark, offset)));
  return found?.type ?? null;
}
