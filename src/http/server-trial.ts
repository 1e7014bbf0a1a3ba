/** The function that tries MCP servers on an admin's behalf. Its only right is to ask token-injector. */
import { listServerTools } from '../trial/list-server-tools.ts';
import type { TrialOf, TrialPorts } from '../trial/trial-ports.ts';
import { tryServer } from '../trial/try-server.ts';
import { deadlineOf } from './deadline.ts';
import { type App, type Call, type ServeOptions, serveRoutes } from './serve-routes.ts';

type AnyTrial = Pick<Call<'tryServer'>, 'params' | 'context'>;

export function createServerTrial(ports: TrialPorts, options: ServeOptions): App {
  const of = ({ params, context }: AnyTrial): TrialOf => ({
    workspaceId: params.ws,
    serverId: params.serverId,
    callerToken: callerTokenIn(context),
    deadline: deadlineOf(context, ports.clock),
  });
  return serveRoutes(
    'server-trial',
    {
      listServerTools: (call) => {
        const { operationId, connectionId } = call.body;
        return listServerTools(ports, { ...of(call), operationId, connectionId });
      },
      tryServer: (call) => {
        const { operationId, tool, arguments: given, confirmed } = call.body;
        return tryServer(ports, { ...of(call), operationId, tool, arguments: given, confirmed });
      },
    },
    options,
  );
}

/** The token that was verified: the injector verifies it once more. */
function callerTokenIn({ req }: AnyTrial['context']): string {
  return (req.header('authorization') ?? '').replace(/^Bearer /i, '');
}
