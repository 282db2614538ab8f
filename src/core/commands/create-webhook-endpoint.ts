// Creating a webhook endpoint.

import type { WebhookEndpoint } from '../model/endpoint.ts';
import { refuse } from '../model/error.ts';
import { type Context, demand } from './context.ts';
import { noSteps } from './delete-user.ts';
import { behind } from './event-id.ts';
import { endpointContext, endpointsMax, findWebhookEndpoints } from './find-webhook-endpoints.ts';
import { type EndpointMeans, endpointKey, judgeEndpoint } from './judge-webhook-endpoint.ts';
import { latestSeq, newDelivery } from './new-delivery.ts';
import { inTurn } from './turns.ts';

/** What somebody says of a new endpoint; `events` empty: all that there are. */
export type EndpointWish = Pick<WebhookEndpoint, 'api' | 'url' | 'events' | 'enabled'>;

/**
 * Adds an endpoint, which is told of everything from now on. Answers it and the secret that its calls are signed with.
 * @fails forbidden, invalid (`api`, `url`, `events`), taken, limit-reached, conflict (see `latestSeq`).
 */
export async function createWebhookEndpoint(
  context: Context,
  means: EndpointMeans,
  wish: EndpointWish,
): Promise<{ readonly endpoint: WebhookEndpoint; readonly secret: string }> {
  demand(context, 'settings.update');
  judgeEndpoint(means, wish);
  const { ports, realm } = context;
  return await inTurn(realm.id, ['webhook-endpoints'], async () => {
    if ((await findWebhookEndpoints(context)).length >= endpointsMax)
      refuse({ code: 'limit-reached', what: 'webhook-endpoints', max: endpointsMax });
    const now = ports.clock();
    const id = ports.random.uuid(now);
    const secret = means.newSecret(wish.api);
    const endpoint: WebhookEndpoint = {
      ...{ kind: 'webhook-endpoint', realm: realm.id, id, rev: 1, createdAt: now, updatedAt: now, forgetAt: null },
      ...{ userId: null, organizationId: null, subject: null },
      sealed: ports.vault.sealText(secret, endpointContext(realm.id, id)),
      ...{ api: wish.api, url: wish.url, events: [...new Set(wish.events)], enabled: wish.enabled },
    };
    const delivery = newDelivery(context, id, { place: behind(await latestSeq(context)), through: null });
    const outcome = await ports.store.commit({
      ...noSteps,
      realm: realm.id,
      documents: [
        { op: 'insert', document: endpoint, keys: [endpointKey(endpoint)] },
        { op: 'insert', document: delivery, keys: [] },
      ],
      mails: [],
    });
    if (outcome.ok) return { endpoint, secret };
    if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
    throw new Error('a new endpoint met a conflict');
  });
}
