// Providers of outside identities: the model says `google`, the wire `oauth_google`.

const prefix = 'oauth_';

/** The provider as the wire names it. */
export function providerName(provider: string): string {
  return provider.startsWith(prefix) ? provider : prefix + provider;
}

/** The provider as the model names it. */
export function readProvider(name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
