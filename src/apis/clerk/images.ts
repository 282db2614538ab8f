// The endpoints of a user's profile image.

import { setProfileImage } from '../../core/commands/set-profile-image.ts';
import { clear, type UserPatch, untouched } from '../../core/model/patch.ts';
import { type Route, route } from './route.ts';
import { renderUser, updatePathUser, userOfPath } from './users.ts';
import { reject } from './wire/rejected.ts';

/** The largest upload that is looked at. */
export const uploadMax = 10 * 1024 * 1024;

/** Clerk BAPI 2026-05-12, POST /users/{user_id}/profile_image; 2026-08. The only endpoint that takes a form. */
export const uploadRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/users/:user_id/profile_image',
    parse: async (call) => (await call.upload()) ?? reject('imageMissing'),
    run: (call, file) => setProfileImage(call.context, userOfPath(call), file),
    render: renderUser,
  }),
];

/** Clerk BAPI 2026-05-12, DELETE /users/{user_id}/profile_image; 2026-08. */
export const imageRoutes: readonly Route[] = [
  route({
    method: 'DELETE',
    path: '/users/:user_id/profile_image',
    parse: (): UserPatch => ({ ...untouched, profileImageId: clear }),
    run: updatePathUser,
    render: renderUser,
  }),
];
