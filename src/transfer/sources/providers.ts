// Providers of outside identities: what other systems call those that the model names `google`, `microsoft` and so on.

/** By the names that Supabase, Auth.js and Amazon Cognito have for them, in lower case. */
const names: ReadonlyMap<string, string> = new Map([
  ['azure', 'microsoft'],
  ['azure-ad', 'microsoft'],
  ['microsoft-entra-id', 'microsoft'],
  ['loginwithamazon', 'amazon'],
  ['signinwithapple', 'apple'],
  ['slack_oidc', 'slack'],
  ['facebook', 'facebook'],
  ['google', 'google'],
]);

/** The provider as the model names it. One that is not known keeps its name. */
export function providerOf(name: string): string {
  return names.get(name.toLowerCase()) ?? name;
}
