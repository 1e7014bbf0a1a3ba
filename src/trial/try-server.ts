/** One call of one tool, which a person confirmed by the ids of the server, the tool and the account. */
import { type CallToolResult, ProtocolError } from '@modelcontextprotocol/client';
import { Problem } from '../broker/errors.ts';
import { LIMITS } from '../broker/limits.ts';
import { askInjector } from './ask-injector.ts';
import { beginning, plainText, scrubbed } from './plain-text.ts';
import { textOfResult } from './text-of-result.ts';
import type { TrialOf, TrialPorts } from './trial-ports.ts';
import { type Talk, withServer } from './with-server.ts';

export interface TrialInput extends TrialOf {
  operationId: string;
  tool: string;
  arguments: Record<string, unknown> | undefined;
  confirmed: { server: string; tool: string; connectionId: string; url: string; connectedAt: string };
}

export interface Tried {
  operationId: string;
  connectionId: string;
  isError: boolean;
  text: string;
  cut: boolean;
}

/**
 * Calls the tool once. What the server says of the tool, such as `readOnlyHint`, decides nothing (T240).
 * @throws {Problem} `confirmation_mismatch`, `call_refused`, `server_unreachable`, `temporarily_unavailable`
 */
export async function tryServer(ports: TrialPorts, input: TrialInput): Promise<Tried> {
  const { serverId, tool, operationId, confirmed } = input;
  if (confirmed.server !== serverId || confirmed.tool !== tool) throw new Problem('confirmation_mismatch');
  const injection = await askInjector(ports, input, {
    operation: { id: operationId, kind: 'call', server: serverId, tool },
    connectionId: confirmed.connectionId,
  });
  const { connectionId, url, connectedAt } = injection;
  // Nothing has left yet: since the confirmation the server has moved, or somebody has connected another account.
  if (url !== confirmed.url || connectedAt !== confirmed.connectedAt)
    throw new Problem('confirmation_mismatch');
  return withServer(ports, { of: input, injection, tool }, async (talk) => ({
    operationId,
    connectionId,
    ...shown(await called(talk, input), talk),
  }));
}

interface Answered {
  isError: boolean;
  text: string;
}

async function called({ client, options }: Talk, { tool, arguments: given }: TrialInput): Promise<Answered> {
  try {
    const result = await client.callTool({ name: tool, ...(given && { arguments: given }) }, options);
    return { isError: result.isError === true, text: textOfResult(result as CallToolResult) };
  } catch (error) {
    // JSON-RPC says that the call failed: the server's own words.
    if (error instanceof ProtocolError) return { isError: true, text: error.message };
    throw error;
  }
}

function shown({ isError, text }: Answered, { known }: Talk) {
  const clean = scrubbed(plainText(text), known);
  const begun = beginning(clean, LIMITS.trialText);
  return { isError, text: begun, cut: begun !== clean };
}
