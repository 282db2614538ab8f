// Profile images: uploaded as a form, served, taken away.
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ksuidOfUuid } from '../../../src/core/model/id.ts';
import { type Answer, expectErrors, usePlace } from './harness.ts';

const place = usePlace();

const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#2f72c4' } })
  .png()
  .toBuffer();

/** Sends a form as `fetch` would. */
async function upload(userId: string, parts: Record<string, Buffer | string>): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    form.append(name, typeof value === 'string' ? value : new Blob([new Uint8Array(value)]));
  }
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const bytes = Buffer.from(await request.arrayBuffer());
  const type = request.headers.get('content-type') ?? '';
  return place.call('POST', `/users/${userId}/profile_image`, bytes, { 'content-type': type });
}

describe('an upload', () => {
  test('becomes the image, is served, set again by id, and taken away', async () => {
    const user = await place.user();
    const { status, body } = await upload(user.id, { note: 'hello', file: picture });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.has_image).toBe(true);
    expect(body.image_url).toMatch(/^https:\/\/users\.example\.com\/images\/[0-9a-f-]{36}$/);
    expect(body.profile_image_url).toBe(body.image_url);
    const served = await place.app.server.inject(new URL(body.image_url).pathname);
    expect([served.statusCode, served.headers['content-type']]).toEqual([200, 'image/png']);
    const removed = await place.call('DELETE', `/users/${user.id}/profile_image`);
    expect(removed.body).toMatchObject({ has_image: false, image_url: user.image_url });
    expect((await place.app.server.inject(new URL(body.image_url).pathname)).statusCode).toBe(404);
    const fallback = await place.app.server.inject(new URL(user.image_url).pathname);
    expect(fallback.statusCode).toBe(200);
    await place.unchanged(user.id, () => place.call('DELETE', `/users/${user.id}/profile_image`));
  });

  test('leaves nothing behind when the user is deleted; one that was replaced can be set again', async () => {
    const user = await place.user();
    const served = async (url: string) => (await place.app.server.inject(new URL(url).pathname)).statusCode;
    const first: string = (await upload(user.id, { file: picture })).body.image_url;
    const second: string = (await upload(user.id, { file: picture })).body.image_url;
    expect([await served(first), await served(second)]).toEqual([200, 200]);
    const imageId = `img_${ksuidOfUuid(first.slice(-36))}`;
    const again = await place.call('PATCH', `/users/${user.id}`, { profile_image_id: imageId });
    expect([again.status, again.body.image_url]).toEqual([200, first]);
    const other = await place.user();
    const foreign = () => place.call('PATCH', `/users/${other.id}`, { profile_image_id: imageId });
    expectErrors(await place.unchanged(other.id, foreign), 404, ['image_not_found']);
    expect((await place.call('DELETE', `/users/${user.id}`)).status).toBe(200);
    expect([await served(first), await served(second)]).toEqual([404, 404]);
  });

  test('is refused when it is no image, too large or not there', async () => {
    const user = await place.user();
    const send = (parts: Record<string, Buffer | string>) => place.unchanged(user.id, () => upload(user.id, parts));
    expectErrors(await send({ file: Buffer.from('not an image') }), 400, ['request_body_invalid']);
    expectErrors(await send({ file: picture.subarray(0, 40) }), 400, ['request_body_invalid']);
    expectErrors(await send({ image: picture }), 400, ['form_param_missing']);
    expectErrors(await send({ file: 'text' }), 400, ['form_param_missing']);
    expectErrors(await send({}), 400, ['form_param_missing']);
    const large = Buffer.concat([picture, Buffer.alloc(10 * 1024 * 1024)]);
    expectErrors(await send({ file: large }), 413, ['image_too_large']);
    const json = () => place.call('POST', `/users/${user.id}/profile_image`, { file: 'x' });
    expectErrors(await place.unchanged(user.id, json), 400, ['form_param_missing']);
    const broken = { 'content-type': 'multipart/form-data' };
    const answer = await place.call('POST', `/users/${user.id}/profile_image`, 'x', broken);
    expect([answer.status, answer.body.errors[0].code]).toEqual([400, 'request_body_invalid']);
  });

  test('of somebody who is not there', async () => {
    expectErrors(await upload('user_x', { file: picture }), 404, ['resource_not_found']);
    expectErrors(await place.call('DELETE', '/users/user_x/profile_image'), 404, ['resource_not_found']);
  });
});
