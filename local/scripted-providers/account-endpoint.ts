import { type ReceivedRequest, type TokenPlace, tokenIn } from './received-request.ts';
import type { Answer, Endpoint } from './scripted-provider.ts';

/** An endpoint that says whose access token it is given, or what the token reaches. */
export function accountEndpoint(rules: {
  account: unknown;
  /** The answer to an access token that does not work. */
  refused: Answer;
  /** The answer to one that worked before, where it is another. */
  ended?: Answer;
  /** `Authorization: Bearer` where absent. */
  token?: TokenPlace;
  check?(request: ReceivedRequest): void;
}): Endpoint {
  return (request, { tokens }) => {
    rules.check?.(request);
    const token = tokenIn(request, rules.token);
    if (tokens.isAccessLive(token)) return { status: 200, body: rules.account };
    return token !== undefined && tokens.knows(token) ? (rules.ended ?? rules.refused) : rules.refused;
  };
}
