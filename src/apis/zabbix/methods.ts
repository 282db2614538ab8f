// The methods: everything that can be called, by name.

import { get as getAuditLog } from './audit/get.ts';
import { get as getAuthentication } from './authentication/get.ts';
import { update as updateAuthentication } from './authentication/update.ts';
import { create as createDirectory } from './directory/create.ts';
import { remove as deleteDirectory } from './directory/delete.ts';
import { get as getDirectories } from './directory/get.ts';
import { test as testDirectory } from './directory/test.ts';
import { update as updateDirectory } from './directory/update.ts';
import { create as createUserGroup } from './group/create.ts';
import { remove as deleteUserGroup } from './group/delete.ts';
import { get as getUserGroups } from './group/get.ts';
import { update as updateUserGroup } from './group/update.ts';
import { create as createMediaType } from './mediatype/create.ts';
import { remove as deleteMediaType } from './mediatype/delete.ts';
import { get as getMediaTypes } from './mediatype/get.ts';
import { update as updateMediaType } from './mediatype/update.ts';
import type { Method, OpenCall } from './method.ts';
import { create as createMfa } from './mfa/create.ts';
import { remove as deleteMfa } from './mfa/delete.ts';
import { get as getMfa } from './mfa/get.ts';
import { update as updateMfa } from './mfa/update.ts';
import { create as createRole } from './role/create.ts';
import { remove as deleteRole } from './role/delete.ts';
import { get as getRoles } from './role/get.ts';
import { update as updateRole } from './role/update.ts';
import { get as getSettings } from './settings/get.ts';
import { update as updateSettings } from './settings/update.ts';
import { create as createToken } from './token/create.ts';
import { remove as deleteToken } from './token/delete.ts';
import { generate as generateToken } from './token/generate.ts';
import { get as getTokens } from './token/get.ts';
import { update as updateToken } from './token/update.ts';
import { checkAuthentication } from './user/check-authentication.ts';
import { create as createUser } from './user/create.ts';
import { remove as deleteUser } from './user/delete.ts';
import { get as getUsers } from './user/get.ts';
import { login } from './user/login.ts';
import { logout } from './user/logout.ts';
import { provision as provisionUsers } from './user/provision.ts';
import { resettotp } from './user/resettotp.ts';
import { unblock } from './user/unblock.ts';
import { update as updateUser } from './user/update.ts';
import { object } from './validate/object.ts';
import { read } from './validate/validator.ts';

/** The version whose behaviour this is. */
const version = '7.0.22';

async function tellVersion(_call: OpenCall, params: object): Promise<string> {
  read(object({}), params, '/');
  return version;
}

/** Each method once; callers may write upper or lower case. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['apiinfo.version', { access: 'anybody', run: tellVersion }],
  ['user.login', { access: 'anybody', run: login }],
  ['user.checkAuthentication', { access: 'anybody', run: checkAuthentication }],
  ['user.logout', { access: 'user', run: logout }],
  ['user.delete', { access: 'super-admin', run: deleteUser }],
  ['user.unblock', { access: 'super-admin', run: unblock }],
  ['user.resettotp', { access: 'super-admin', run: resettotp }],
  ['user.create', { access: 'super-admin', run: createUser }],
  ['user.update', { access: 'user', run: updateUser }],
  ['authentication.get', { access: 'super-admin', run: getAuthentication }],
  ['authentication.update', { access: 'super-admin', run: updateAuthentication }],
  ['settings.get', { access: 'user', run: getSettings }],
  ['settings.update', { access: 'super-admin', run: updateSettings }],
  ['user.get', { access: 'user', run: getUsers }],
  ['usergroup.get', { access: 'user', run: getUserGroups }],
  ['usergroup.create', { access: 'super-admin', run: createUserGroup }],
  ['usergroup.update', { access: 'super-admin', run: updateUserGroup }],
  ['usergroup.delete', { access: 'super-admin', run: deleteUserGroup }],
  ['role.get', { access: 'user', run: getRoles }],
  ['role.create', { access: 'super-admin', run: createRole }],
  ['role.update', { access: 'super-admin', run: updateRole }],
  ['role.delete', { access: 'super-admin', run: deleteRole }],
  ['mediatype.get', { access: 'user', run: getMediaTypes }],
  ['mediatype.create', { access: 'super-admin', run: createMediaType }],
  ['mediatype.update', { access: 'super-admin', run: updateMediaType }],
  ['mediatype.delete', { access: 'super-admin', run: deleteMediaType }],
  ['token.get', { access: 'user', run: getTokens }],
  ['token.create', { access: 'user', run: createToken }],
  ['token.update', { access: 'user', run: updateToken }],
  ['token.delete', { access: 'user', run: deleteToken }],
  ['token.generate', { access: 'user', run: generateToken }],
  ['auditlog.get', { access: 'super-admin', run: getAuditLog }],
  ['user.provision', { access: 'super-admin', run: provisionUsers }],
  ['userdirectory.get', { access: 'super-admin', run: getDirectories }],
  ['userdirectory.create', { access: 'super-admin', run: createDirectory }],
  ['userdirectory.update', { access: 'super-admin', run: updateDirectory }],
  ['userdirectory.delete', { access: 'super-admin', run: deleteDirectory }],
  ['userdirectory.test', { access: 'super-admin', run: testDirectory }],
  ['mfa.get', { access: 'super-admin', run: getMfa }],
  ['mfa.create', { access: 'super-admin', run: createMfa }],
  ['mfa.update', { access: 'super-admin', run: updateMfa }],
  ['mfa.delete', { access: 'super-admin', run: deleteMfa }],
]);
