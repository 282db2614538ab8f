// The organizations: names, domains, external ids and metadata, and what becomes of them in an update.

import type { DocumentKey } from '../model/document.ts';
import type { Issue } from '../model/error.ts';
import type { Domain, Organization } from '../model/organization.ts';
import type { BagEdit, Change, Edit } from '../model/patch.ts';
import type { Policy } from '../model/realm.ts';
import { readDomain } from './addresses.ts';
import { applyBagEdit, faultOfBag } from './metadata.ts';
import { faultOfText } from './text.ts';

const domainsMax = 100;

/** A domain as wished for; `state` null: as it is, or pending when it is new. */
export type DomainWish = { readonly domain: string; readonly state: Domain['state'] | null };

/** What is to become of an organization. `domains` null: they stay; otherwise these and no others. */
export type OrganizationPatch = {
  readonly name: Change<string>;
  readonly externalId: Edit<string>;
  readonly domains: readonly DomainWish[] | null;
  readonly metadata: BagEdit;
};

/** All that the rules may know besides. */
export type OrganizationSituation = {
  readonly policy: Policy;
  readonly now: number;
  readonly newId: () => string;
};

/** The organization as it becomes, and all that speaks against it. */
export type OrganizationVerdict = { readonly next: Organization; readonly issues: readonly Issue[] };

/** The keys that no other organization may have. */
export function keysOfOrganization({ externalId, domains }: Organization): readonly DocumentKey[] {
  return [
    ...(externalId === null ? [] : [{ kind: 'organization-external-id', key: externalId } as const]),
    ...domains.map(({ domain }) => ({ kind: 'domain', key: domain }) as const),
  ];
}

function domainsOf(
  before: readonly Domain[],
  wishes: readonly DomainWish[],
  { now, newId }: OrganizationSituation,
): { readonly domains: readonly Domain[]; readonly issues: readonly Issue[] } {
  if (wishes.length > domainsMax) {
    return { domains: before, issues: [{ path: 'domains', reason: 'count-max', limit: domainsMax }] };
  }
  const issues: Issue[] = [];
  const domains: Domain[] = [];
  for (const [index, { domain: typed, state }] of wishes.entries()) {
    const path = `domains.${index}`;
    const domain = readDomain(typed);
    if (domain === null) issues.push({ path, reason: 'format', limit: null });
    else if (domains.some((other) => other.domain === domain)) issues.push({ path, reason: 'duplicate', limit: null });
    else {
      const old = before.find((other) => other.domain === domain);
      const fresh: Domain = { id: newId(), domain, state: state ?? 'pending', createdAt: now, updatedAt: now };
      const same = old !== undefined && (state ?? old.state) === old.state;
      domains.push(old === undefined ? fresh : same ? old : { ...old, state: state ?? old.state, updatedAt: now });
    }
  }
  return { domains, issues };
}

function faultOfName(name: string, policy: Policy): Issue | null {
  if (name.trim() === '') return { path: 'name', reason: 'length-min', limit: 1 };
  return faultOfText('name', name, policy.names.lengthMax);
}

function faultOfExternalId(externalId: string | null, policy: Policy): Issue | null {
  if (externalId === '') return { path: 'externalId', reason: 'length-min', limit: 1 };
  return externalId === null ? null : faultOfText('externalId', externalId, policy.externalId.lengthMax);
}

/**
 * Applies a patch: the name is text and not blank, domains are valid and there once, the external id is bounded text, and the
 * metadata is held to the law of a user's labels. A domain that stays keeps its id and, unless told, its state.
 */
export function decideOrganization(
  before: Organization,
  patch: OrganizationPatch,
  situation: OrganizationSituation,
): OrganizationVerdict {
  const { policy } = situation;
  const name = patch.name.op === 'set' ? patch.name.value : before.name;
  const externalId =
    patch.externalId.op === 'keep' ? before.externalId : patch.externalId.op === 'set' ? patch.externalId.value : null;
  const metadata = applyBagEdit(before.metadata, patch.metadata);
  const { domains, issues } =
    patch.domains === null
      ? { domains: before.domains, issues: [] }
      : domainsOf(before.domains, patch.domains, situation);
  const faults = [
    faultOfName(name, policy),
    faultOfExternalId(externalId, policy),
    patch.metadata.op === 'keep' ? null : faultOfBag('metadata', metadata, policy.metadata.labels),
  ];
  return {
    next: { ...before, name, externalId, domains, metadata },
    issues: [...faults.filter((fault) => fault !== null), ...issues],
  };
}
