// Changing a webhook endpoint.

import type { WebhookEndpoint } from '../model/endpoint.ts';
import { refuse } from '../model/error.ts';
import type { DocumentStep } from '../ports.ts';
import { type Context, demand } from './context.ts';
import { noSteps } from './delete-user.ts';
import { endpointContext, getWebhookEndpoint } from './find-webhook-endpoints.ts';
import { type EndpointMeans, endpointKey, judgeEndpoint } from './judge-webhook-endpoint.ts';

/** What is null stays as it is, and is not judged again: an endpoint can be switched off, whatever may be called by now. */
export type EndpointPatch = {
  readonly url: string | null;
  readonly events: readonly string[] | null;
  readonly enabled: boolean | null;
  readonly rotateSecret: boolean;
};

function stepFor({ ports, realm }: Context, means: EndpointMeans, before: WebhookEndpoint, patch: EndpointPatch) {
  const sealed = patch.rotateSecret
    ? ports.vault.sealText(means.newSecret(before.api), endpointContext(realm.id, before.id))
    : before.sealed;
  const document: WebhookEndpoint = {
    ...{ ...before, sealed, rev: before.rev + 1, updatedAt: ports.clock() },
    url: patch.url ?? before.url,
    events: patch.events === null ? before.events : [...new Set(patch.events)],
    enabled: patch.enabled ?? before.enabled,
  };
  const [had, has] = [endpointKey(before), endpointKey(document)];
  const isMoved = had.key !== has.key;
  const keys = { addKeys: isMoved ? [has] : [], removeKeys: isMoved ? [had] : [] };
  return { op: 'update', document, rev: before.rev, ...keys } as const satisfies DocumentStep;
}

/**
 * Changes an endpoint as the patch says. One that is switched off is told nothing until it is on again, then of all it has
 * missed. A new secret takes the place of the old one at once.
 * @fails not-found, forbidden, invalid (`api`, `url`, `events`), taken.
 */
export async function updateWebhookEndpoint(
  context: Context,
  means: EndpointMeans,
  id: string,
  patch: EndpointPatch,
): Promise<WebhookEndpoint> {
  demand(context, 'settings.update');
  while (true) {
    const before = await getWebhookEndpoint(context, id);
    judgeEndpoint(means, { ...patch, api: before.api });
    const step = stepFor(context, means, before, patch);
    const write = { ...noSteps, realm: context.realm.id, documents: [step], mails: [] };
    const outcome = await context.ports.store.commit(write);
    if (outcome.ok) return step.document;
    if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
  }
}
