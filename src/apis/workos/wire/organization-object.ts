// The organization on the wire.

import type { Organization } from '../../../core/model/organization.ts';
import { writeId } from './ids.ts';
import { timeText } from './objects.ts';

/** WorkOS' OpenAPI file 0.61, `Organization`; 2026-08. Domains are vouched for by hand: nothing looks into the DNS. */
export function organizationObject(organization: Organization): object {
  const id = writeId('organization', organization.id);
  return {
    object: 'organization',
    id,
    name: organization.name,
    domains: organization.domains.map((domain) => ({
      object: 'organization_domain',
      id: writeId('domain', domain.id),
      organization_id: id,
      domain: domain.domain,
      state: domain.state,
      verification_strategy: 'manual',
      created_at: timeText(domain.createdAt),
      updated_at: timeText(domain.updatedAt),
    })),
    metadata: organization.metadata,
    external_id: organization.externalId,
    created_at: timeText(organization.createdAt),
    updated_at: timeText(organization.updatedAt),
  };
}
