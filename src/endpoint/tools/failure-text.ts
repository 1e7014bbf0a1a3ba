/**
 * What a client reads of a failure: a fixed sentence, or the server's own words. No text of an error of this code, of a library or
 * of a socket reaches a client. Pure.
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import {
  CallNotMade,
  InjectorUnreachable,
  ResponseRefused,
  type ResponseRefusedCode,
  refusalIn,
  ServerUnreachable,
} from '../../../client/src/index.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';

const MAY_HAVE_RUN = 'The tool may have run.';
const OF_ANSWERS: Record<ResponseRefusedCode, string> = {
  redirect: `The MCP server answered with a redirect, which is not followed. ${MAY_HAVE_RUN}`,
  too_large: `The answer of the MCP server is too large. ${MAY_HAVE_RUN}`,
  too_slow: `The MCP server took too long. ${MAY_HAVE_RUN}`,
  undecodable: `The answer of the MCP server cannot be read. ${MAY_HAVE_RUN}`,
  unsearchable: `The answer of the MCP server cannot be read. ${MAY_HAVE_RUN}`,
};
/** What a server may say about a call. Every other code would have a client do something, such as show a page (T230). */
const ABOUT_A_CALL: number[] = [
  ProtocolErrorCode.InvalidParams,
  ProtocolErrorCode.InternalError,
  ProtocolErrorCode.InvalidRequest,
  ProtocolErrorCode.MethodNotFound,
];

export function failureText(error: unknown): string {
  const refusal = refusalIn(error);
  if (refusal) return refusal.message;
  if (error instanceof ProtocolError) return wordsOf(error);
  if (error instanceof ResponseRefused) return OF_ANSWERS[error.code];
  if (error instanceof ServerUnreachable) return `The MCP server cannot be reached. ${MAY_HAVE_RUN}`;
  if (error instanceof InjectorUnreachable)
    return 'Connections does not answer, so the call was not made. Try again in a moment.';
  if (error instanceof CallNotMade)
    return 'The call was not made: the registration of the MCP server does not allow it.';
  return `The call failed. ${MAY_HAVE_RUN}`;
}

/** A code is a number of the server's choice; the words are searched for the token like every answer. */
function wordsOf({ code, message }: ProtocolError): string {
  if (!ABOUT_A_CALL.includes(code))
    return `The MCP server asked for something that this address does not pass on. ${MAY_HAVE_RUN}`;
  return `The MCP server answered with an error: ${message.slice(0, LIMITS.errorText).toWellFormed()}`;
}
