/** The addresses of a definition. */
import type { Provider } from '../../../src/oauth/provider.ts';
import { fill, resolveFacts } from '../../../src/oauth/resolve-facts.ts';
import { sampleValues } from './sample-values.ts';

/** Every address that a definition names, and that we or a person would go to with something secret at stake. */
export function endpointsOf(provider: Provider): string[] {
  const { oauth, servers: own, byo } = provider;
  const variables = sampleValues(provider);
  const resolved = resolveFacts(oauth, variables);
  const { issuer, authorizationEndpoint, tokenEndpoint, refreshEndpoint, revocation, account } = resolved;
  const asked = revocation.kind === 'rfc7009' ? revocation.endpoint : undefined;
  const built =
    revocation.kind === 'request'
      ? revocation.build({ clientId: 'c', clientSecret: 's', token: 't', variables }).url
      : undefined;
  return [
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    revocation.byHandAt,
    byo.consoleUrl,
    ...[
      refreshEndpoint,
      resolved.refreshEndpointIfMissing,
      account.kind === 'endpoint' ? account.endpoint : undefined,
      account.kind === 'endpoint' ? account.label?.endpoint : undefined,
      resolved.tenants?.endpoint,
      asked,
      built,
    ].filter((url) => url !== undefined),
    ...own.flatMap(({ url }) => (url ? [fill(url, variables)] : [])),
  ];
}
