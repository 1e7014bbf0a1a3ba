import { bearerOf, type ReceivedRequest } from './received-request.ts';
import type { Answer, Endpoint } from './scripted-provider.ts';

/** An endpoint that says whose access token it is given, in the header `Authorization: Bearer`. */
export function accountEndpoint(rules: {
  account: unknown;
  /** The answer to an access token that does not work. */
  refused: Answer;
  check?(request: ReceivedRequest): void;
}): Endpoint {
  return (request, { tokens }) => {
    rules.check?.(request);
    return tokens.isAccessLive(bearerOf(request)) ? { status: 200, body: rules.account } : rules.refused;
  };
}
