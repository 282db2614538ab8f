// The endpoint at which a device gets its codes (RFC 8628 §3.1).

import { createDeviceCodes, pollIntervalMs } from '../../../core/commands/authorize-device.ts';
import { type Call, type Route, route } from '../route.ts';
import { Body } from '../wire/body.ts';
import { grantError, reject } from '../wire/rejected.ts';
import { writeUserCode } from './device.ts';
import { paths } from './paths.ts';

const bodyNames: ReadonlySet<string> = new Set(['client_id', 'scope']);

function readClientId(call: Call): string {
  const body = new Body(call.body, bodyNames);
  const clientId = body.text('client_id') ?? '';
  body.text('scope');
  body.settle();
  if (clientId === '') return reject(grantError('invalid_request', 'The client_id is missing.'));
  if (clientId === call.host.clientIdOf(call.context.realm)) return clientId;
  return reject(grantError('invalid_client', 'Unknown client.'));
}

/** WorkOS' OpenAPI file 0.61, `deviceAuthorization`; 2026-08. */
export const deviceRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/user_management/authorize/device',
    access: 'anybody',
    named: false,
    parse: readClientId,
    run: (call, clientId) => createDeviceCodes(call.context, clientId),
    render({ deviceCode, userCode, expireAt }, { context, publicUrl }) {
      const address = `${publicUrl}${paths.device}`;
      return {
        device_code: deviceCode,
        user_code: writeUserCode(userCode),
        verification_uri: address,
        verification_uri_complete: `${address}?user_code=${writeUserCode(userCode)}`,
        expires_in: Math.round((expireAt - context.ports.clock()) / 1000),
        interval: pollIntervalMs / 1000,
      };
    },
  }),
];
