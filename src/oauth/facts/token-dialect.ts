/** How a provider's requests and answers differ from RFC 6749. */
import type { ProviderRequest } from '../provider-fetch.ts';

/** An answer of a token endpoint before or after its dialect. */
export interface ParsedAnswer {
  status: number;
  /** Parsed JSON, or the text if it is not JSON. */
  body: unknown;
}

/**
 * Two pure functions around a request to a token endpoint. `request` turns ours into the provider's form, `answer` turns the
 * provider's answer into the form of RFC 6749. `src/oauth/dialects.ts` has the shared ones.
 */
export interface TokenDialect {
  request?: (request: ProviderRequest) => ProviderRequest;
  answer?: (answer: ParsedAnswer) => ParsedAnswer;
}
