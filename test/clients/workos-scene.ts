// WorkOS' organizations in the tests of its SDK: a client whose every answer is held against the vendor's specification.
import { afterAll, expect } from 'vitest';
import { findSpecification, readSpecification } from '../conformance/openapi.ts';
import { stand, unique } from './clerk.ts';
import { recordingFetch } from './recording.ts';
import type { cases } from './workos.ts';

const path = findSpecification('workos-openapi.yaml');
const specification = path === null ? null : readSpecification(path);

export const missing = { name: 'NotFoundException', status: 404, code: 'entity_not_found' };
export const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** An id of the wire. */
export const idOf = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`));

/** Past the types of the SDKs, which keep their enumerations to themselves and know no null. */
export const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

export const nowhere = 'org_01E4ZCR3C56J083X43JQXF3JK5';

/** What can come on every operation, listed or not; 409 also where the document forgets what is there already. */
const ungoverned = [404, 409, 422];

/** A server for one block of tests, and the SDK pointed at it. After them, every answer has been what the document promises. */
export function scene({ engine, create }: Pick<(typeof cases)[number], 'engine' | 'create'>) {
  const at = stand(engine);
  const recorder = recordingFetch();
  const client = () => recorder.during(() => create(at().server.url));
  const organizations = () => client().organizations;
  const users = () => client().userManagement;

  afterAll(() => {
    expect(recorder.exchanges.length).toBeGreaterThan(10);
    if (specification === null) return;
    const faults = recorder.exchanges.flatMap(({ method, path: url, status, body }) => {
      const operation = specification.operationOf(method, url);
      const shown = `${method} ${url} → ${status} ${JSON.stringify(body)}`;
      if (operation === null) return [`${shown}: no such operation`];
      if (!specification.statusesOf(operation).includes(status)) {
        return ungoverned.includes(status) ? [] : [`${shown}: not listed`];
      }
      const fault = body === undefined ? null : specification.faultOf(operation, status, body);
      return fault === null ? [] : [`${shown}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });

  return {
    at,
    recorder,
    organizations,
    users,
    freshUser: () => users().createUser({ email: `${unique()}@example.com`, firstName: 'Ada' }),
    freshOrganization: () => organizations().createOrganization({ name: unique('Org') }),
  };
}
