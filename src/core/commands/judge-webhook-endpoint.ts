// Judging a webhook endpoint: whether it may be called, and whether there is such a thing to be told.

import type { WebhookEndpoint } from '../model/endpoint.ts';
import type { Issue, IssueReason } from '../model/error.ts';
import { refuseAny } from './context.ts';

/**
 * What this directory knows of calling others. `mayCall`: judges a URL without looking anything up. `eventsOf`: all types of event
 * that can be asked for in the words of an API, null where it tells none. `newSecret`: one that calls in the words of this API
 * can be signed with.
 */
export type EndpointMeans = {
  readonly mayCall: (url: string) => boolean;
  readonly eventsOf: (api: string) => ReadonlySet<string> | null;
  readonly newSecret: (api: string) => string;
};

/** More events than any API has. */
const eventsMax = 500;

const issue = (path: string, reason: IssueReason, limit: number | null = null): Issue => ({ path, reason, limit });

/** Judges what is said of an endpoint; null: nothing is. @fails invalid (`api`, `url`, `events`). */
export function judgeEndpoint(
  means: EndpointMeans,
  {
    api,
    url,
    events,
  }: { readonly api: string; readonly url: string | null; readonly events: readonly string[] | null },
): void {
  const known = means.eventsOf(api);
  const issues = [
    ...(known === null ? [issue('api', 'value')] : []),
    ...(url !== null && !means.mayCall(url) ? [issue('url', 'value')] : []),
    ...(events !== null && events.length > eventsMax ? [issue('events', 'count-max', eventsMax)] : []),
    ...(events?.some((name) => known?.has(name) === false) ? [issue('events', 'unknown')] : []),
  ];
  refuseAny(issues.length > 0 ? [{ code: 'invalid', issues }] : []);
}

/** The key that no two endpoints share: one API tells one address once. */
export function endpointKey({ api, url }: Pick<WebhookEndpoint, 'api' | 'url'>) {
  return { kind: 'endpoint-url', key: `${api} ${URL.parse(url)?.href ?? url}` } as const;
}
