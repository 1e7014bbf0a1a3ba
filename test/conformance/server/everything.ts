/** The MCP server that the suite’s scenarios for servers want, as far as it has tools: its names and answers are the suite’s. */
import {
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';

type Content = Record<string, unknown>;
interface Result {
  content: Content[];
  isError?: boolean;
}
type Answer = (context: ServerContext) => Promise<Result> | Result;

/** One pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
/** The header of a sound without samples. */
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

const text = (words: string): Content => ({ type: 'text', text: words });
const image: Content = { type: 'image', data: PNG, mimeType: 'image/png' };
const resource = (uri: string, mimeType: string, words: string): Content => ({
  type: 'resource',
  resource: { uri, mimeType, text: words },
});
const saying =
  (...content: Content[]): Answer =>
  () => ({ content });

/** The suite’s own example of a schema, word by word. */
const SCHEMA_2020_12 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

const WITH_HEADER = {
  type: 'object',
  properties: { region: { type: 'string', description: 'A region', 'x-mcp-header': 'Region' } },
  required: ['region'],
};

async function inThreeSteps({ mcpReq }: ServerContext): Promise<Result> {
  const progressToken = mcpReq._meta?.progressToken;
  for (const progress of progressToken === undefined ? [] : [0, 50, 100])
    await mcpReq.notify({
      method: 'notifications/progress',
      params: { progressToken: progressToken ?? '', progress, total: 100 },
    });
  return { content: [text('Three steps were done.')] };
}

async function withLog({ mcpReq }: ServerContext): Promise<Result> {
  for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed'])
    await mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data } });
  return { content: [text('Three messages were sent.')] };
}

const TOOLS: Record<string, { answer: Answer; inputSchema?: object }> = {
  test_simple_text: { answer: saying(text('This is a simple text response for testing.')) },
  test_image_content: { answer: saying(image) },
  test_audio_content: { answer: saying({ type: 'audio', data: WAV, mimeType: 'audio/wav' }) },
  test_embedded_resource: {
    answer: saying(
      resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'),
    ),
  },
  test_multiple_content_types: {
    answer: saying(
      text('Multiple content types test:'),
      image,
      resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
    ),
  },
  test_error_handling: {
    answer: () => ({
      content: [text('This tool intentionally returns an error for testing')],
      isError: true,
    }),
  },
  test_tool_with_progress: { answer: inThreeSteps },
  test_tool_with_logging: { answer: withLog },
  test_logging_tool: { answer: withLog },
  json_schema_2020_12_tool: { answer: saying(text('ok')), inputSchema: SCHEMA_2020_12 },
  test_custom_headers: { answer: saying(text('ok')), inputSchema: WITH_HEADER },
};

/** A handler of web-standard requests, in both eras of the protocol. */
export function everythingServer(): ReturnType<typeof createMcpHandler> {
  return createMcpHandler(() => {
    const server = new Server(
      { name: 'everything', version: '1.0.0' },
      { capabilities: { tools: {}, logging: {} } },
    );
    server.setRequestHandler('tools/list', () => ({
      tools: Object.entries(TOOLS).map(([name, { inputSchema = { type: 'object' } }]) => ({
        ...{ name, description: `The tool ${name} of the conformance suite.` },
        inputSchema: inputSchema as { type: 'object' },
      })),
    }));
    server.setRequestHandler('tools/call', (async (
      { params }: { params: { name: string } },
      context: ServerContext,
    ) => {
      const tool = TOOLS[params.name];
      if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
      return tool.answer(context);
    }) as never);
    return server;
  });
}
