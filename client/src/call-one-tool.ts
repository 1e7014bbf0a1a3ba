/** The used part of the SDKs' `Client` classes. */
export interface ToolClient<Transport, Call, Result> {
  connect(transport: Transport): Promise<void>;
  callTool(call: Call): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Connects, calls one tool, and always closes the client. With `StdioClientTransport` closing ends the process.
 *
 * @example
 * await withInjectedEnv({ injector, workspaceId, server, tool: 'get_self' }, (env) =>
 *   callOneTool(new Client(info), new StdioClientTransport({ command: 'node', args: [path], env }), { name: 'get_self' }),
 * );
 */
export async function callOneTool<Transport, Call, Result>(
  client: ToolClient<Transport, Call, Result>,
  transport: Transport,
  call: Call,
): Promise<Result> {
  try {
    await client.connect(transport);
    return await client.callTool(call);
  } finally {
    await client.close();
  }
}
