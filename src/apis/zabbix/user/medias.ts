// The media of a user as they are wanted: checked, and brought together with those there are.

import { isDeepStrictEqual } from 'node:util';
import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { isSameEmail } from '../../../core/commands/is-same-email.ts';
import type { User } from '../../../core/model/user.ts';
import { badParameter } from '../fault.ts';
import { emailSendto, textSendto } from '../validate/sendto.ts';
import { read } from '../validate/validator.ts';
import { addressesOf, emailTypeIdOf, isEmailType, keptMediasOf, mediaIdOf } from '../wire/media.ts';
import { extraOf } from '../wire/objects.ts';
import { type KeptMedia, ownFieldsOf, plainMedia } from '../wire/own-fields.ts';
import { primaryAddressOf } from '../wire/user-row.ts';
import { readonlyOfProvisioned } from './check-rights.ts';
import type { Draft } from './draft.ts';
import { type MediaWish, readMedia, type SentMedia } from './shape.ts';

const lengthMax = 1024;

/** The media there are, of a type that there is; none of somebody who is to be made. */
function presentMedias(objects: RealmObjects, user: User | null): readonly KeptMedia[] {
  const kept = user === null ? [] : keptMediasOf(user, emailTypeIdOf(objects));
  return kept.filter(({ mediatypeid }) => extraOf(objects, 'mediatype', mediatypeid) !== null);
}

/** The one with this id; null: it wants a new one. */
function meant(present: readonly KeptMedia[], user: User | null, mediaid: string | null): KeptMedia | null {
  if (mediaid === null || user === null) return null;
  return present.find(({ index }) => mediaIdOf(user.serial, index) === mediaid) ?? null;
}

function checkProvisioned(user: User, wish: MediaWish, media: KeptMedia | null, path: string): void {
  if (media === null || media.userdirectory_mediaid === '0') return;
  const { mediatypeid = media.mediatypeid, sendto } = wish;
  if (mediatypeid !== media.mediatypeid) readonlyOfProvisioned(path, 'mediatypeid');
  if (sendto !== undefined && sendto.join('\n') !== addressesOf(user, media).join('\n')) {
    readonlyOfProvisioned(path, 'sendto');
  }
}

/**
 * Reads the media of a wish for this user; null: it does not name any. Refuses those of nobody or of somebody else, and other places for
 * those that a directory keeps.
 */
export function readMedias(
  objects: RealmObjects,
  user: User,
  sent: readonly SentMedia[] | undefined,
  path: string,
): readonly MediaWish[] | null {
  if (sent === undefined) return null;
  const present = presentMedias(objects, user);
  return sent.map((media, index) => {
    const place = `${path}/medias/${index + 1}`;
    const found = meant(present, user, media.mediaid);
    if (media.mediaid !== null && found === null) {
      badParameter(`${place}/mediaid`, 'object does not exist or belongs to another object');
    }
    const wish = readMedia(media, found !== null, place);
    checkProvisioned(user, wish, found, place);
    return wish;
  });
}

/** Refuses media of a type that there is not. */
export function checkMediaTypes(objects: RealmObjects, { path, medias }: Draft): void {
  for (const [index, { mediatypeid }] of (medias ?? []).entries()) {
    if (mediatypeid !== undefined && extraOf(objects, 'mediatype', mediatypeid) === null) {
      badParameter(`${path}/medias/${index + 1}/mediatypeid`, 'object does not exist');
    }
  }
}

function sendtoOf(
  objects: RealmObjects,
  wish: MediaWish,
  found: KeptMedia | null,
  path: string,
): readonly string[] | null {
  if (wish.sendto === undefined) return null;
  const type = extraOf(objects, 'mediatype', wish.mediatypeid ?? found?.mediatypeid ?? '0');
  if (type !== null && isEmailType(type)) return read(emailSendto({ lengthMax }), wish.sendto, path);
  return [read(textSendto({ lengthMax }), wish.sendto, path)];
}

/** Refuses places that media of their type cannot go to. */
export function checkSendto(objects: RealmObjects, { path, medias, user }: Draft): void {
  const present = presentMedias(objects, user);
  for (const [index, media] of (medias ?? []).entries()) {
    sendtoOf(objects, media, meant(present, user, media.mediaid ?? null), `${path}/medias/${index + 1}/sendto`);
  }
}

/** What becomes of a user's media, and the address that becomes their first one (null: none does). */
export type MediaPlan = {
  readonly medias: readonly KeptMedia[];
  readonly mediasMade: number;
  readonly address: string | null;
};

function isEmail(objects: RealmObjects, { mediatypeid }: Pick<KeptMedia, 'mediatypeid'>): boolean {
  const type = extraOf(objects, 'mediatype', mediatypeid);
  return type !== null && isEmailType(type);
}

/** A bare address, as every API has them: not the form with a name, nothing quoted, a domain that is spelt out. */
const bareAddress = /^(?=.{1,254}$)[^<>\s"@]+@(?!.*xn--)[^<>\s"@[\]]+$/i;

/** Keeps the primary address of a user as such where email goes, so that it follows it; elsewhere it stays what it is. */
function tieTo(primary: string | null, objects: RealmObjects, media: KeptMedia): KeptMedia {
  if (primary === null) return media;
  if (!isEmail(objects, media)) return { ...media, sendto: media.sendto.map((one) => one ?? primary) };
  return { ...media, sendto: media.sendto.map((one) => (one !== null && isSameEmail(one, primary) ? null : one)) };
}

/** The address that becomes the first one of somebody who has none. */
function adoptedOf(objects: RealmObjects, wanted: readonly KeptMedia[]): string | null {
  const places = wanted.filter((media) => isEmail(objects, media)).flatMap(({ sendto }) => sendto);
  return places.find((one) => one !== null && bareAddress.test(one)) ?? null;
}

/**
 * The media after the wish: those named are changed, new ones come, the others go, but for provisioned ones. An address that is the user's
 * primary one is kept as such and follows it. Somebody without any address (`adopts`) gets the first that is given. Null: all stays.
 */
export function planMedias(objects: RealmObjects, { medias, user }: Draft, adopts: boolean): MediaPlan | null {
  if (medias === null) return null;
  const present = presentMedias(objects, user);
  let mediasMade = user === null ? 0 : ownFieldsOf(user).mediasMade;
  const wanted = medias.map((media): KeptMedia => {
    const found = meant(present, user, media.mediaid ?? null);
    const index = found?.index ?? ++mediasMade;
    const { active, severity, period, userdirectory_mediaid } = found ?? plainMedia;
    return {
      index,
      mediatypeid: media.mediatypeid ?? found?.mediatypeid ?? '0',
      sendto: sendtoOf(objects, media, found, '/') ?? found?.sendto ?? [],
      active: media.active === undefined ? active : String(media.active),
      severity: media.severity === undefined ? severity : String(media.severity),
      period: media.period ?? period,
      userdirectory_mediaid,
    };
  });
  const named = new Set(wanted.map(({ index }) => index));
  const staying = present.filter((media) => media.userdirectory_mediaid !== '0' && !named.has(media.index));
  const known = user === null ? null : primaryAddressOf(user);
  const hasNone = (user?.emails.length ?? 0) === 0;
  const address = adopts && hasNone ? adoptedOf(objects, wanted) : null;
  const after = [...wanted, ...staying].map((media) => tieTo(known ?? address, objects, media));
  return address === null && isDeepStrictEqual(after, present) ? null : { medias: after, mediasMade, address };
}
