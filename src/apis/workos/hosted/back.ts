// The way back to the client: the address with what it is told, and what a page must allow for it.

/** The redirect URI with these parameters added; null is left out. What its query had stays as it is (RFC 6749 §3.1.2). */
export function backTo(redirectUri: string, parameters: Readonly<Record<string, string | null>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== null) given.set(name, value);
  const query = given.toString();
  if (query === '') return redirectUri;
  const joint = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&';
  return redirectUri + joint + query;
}

/** What a page's policy has to name so that its form may end at this address: the origin, or a scheme where it cannot say that. */
export function targetOf(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri);
  return /^https?:\/\/[a-z0-9.-]+(?::\d+)?$/.test(origin) ? origin : protocol;
}
