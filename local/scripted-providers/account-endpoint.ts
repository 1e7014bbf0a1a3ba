import { bearerOf, type ReceivedRequest } from './received-request.ts';
import type { Answer, Endpoint } from './scripted-provider.ts';

/** An endpoint that says whose access token it is given, in the header `Authorization: Bearer`. */
export function accountEndpoint(rules: {
  account: unknown;
  /** The answer to an access token that does not work. */
  refused: Answer;
  /** The answer to one that worked before, where it is another. */
  ended?: Answer;
  check?(request: ReceivedRequest): void;
}): Endpoint {
  return (request, { tokens }) => {
    rules.check?.(request);
    const token = bearerOf(request);
    if (tokens.isAccessLive(token)) return { status: 200, body: rules.account };
    return token !== undefined && tokens.knows(token) ? (rules.ended ?? rules.refused) : rules.refused;
  };
}
