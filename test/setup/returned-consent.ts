/** What the tab that started a consent sends when the provider has answered. */
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import type { Started } from '../../src/broker/connect/start-connect.ts';
import { Secret } from '../../src/vault/secret.ts';

export type ReturnedConsent = Pick<
  CompleteInput,
  'sessionId' | 'completionSecret' | 'provider' | 'owner' | 'query'
>;

/** `answer` is the query of the redirect without its state, which comes from the start. */
export function returnedConsent(
  { id, completionSecret, authorizationUrl }: Pick<Started, 'id' | 'completionSecret' | 'authorizationUrl'>,
  path: { provider: string; owner: string },
  answer: Record<string, string>,
): ReturnedConsent {
  const state = new URL(authorizationUrl).searchParams.get('state') ?? '';
  const query = new Secret(new URLSearchParams({ ...answer, state }).toString());
  return { sessionId: id, completionSecret, ...path, query };
}
