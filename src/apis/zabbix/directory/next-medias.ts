// What becomes of the media that a directory gives.

import type { Numbers } from '../../../core/commands/take-numbers.ts';
import { badParameter } from '../fault.ts';
import { refuseSame } from '../validate/varied.ts';
import type { MediaMapping } from './read.ts';
import type { MediaWish } from './shape.ts';

function next(numbers: Numbers, present: readonly MediaMapping[], wish: MediaWish, path: string): MediaMapping {
  const { userdirectory_mediaid: number } = wish;
  const found = present.find((media) => media.userdirectory_mediaid === number) ?? null;
  if (number !== undefined && found === null) {
    badParameter(`${path}/userdirectory_mediaid`, 'object does not exist or belongs to another object');
  }
  return {
    userdirectory_mediaid: number ?? String(numbers.take('userdirectory-media', 1)),
    mediatypeid: wish.mediatypeid ?? found?.mediatypeid ?? '0',
    name: wish.name ?? found?.name ?? '',
    attribute: wish.attribute ?? found?.attribute ?? '',
    active: wish.active ?? found?.active ?? '0',
    severity: wish.severity ?? found?.severity ?? '63',
    period: wish.period ?? found?.period ?? '1-7,00:00-24:00',
  };
}

/** The media after the wishes, which are all that there are then. `path`: of the list. */
export function nextMedias(
  numbers: Numbers,
  present: readonly MediaMapping[],
  wishes: readonly MediaWish[],
  path: string,
): readonly MediaMapping[] {
  const medias = wishes.map((wish, index) => next(numbers, present, wish, `${path}/${index + 1}`));
  refuseSame(medias, ['mediatypeid', 'attribute'], path);
  return medias;
}
