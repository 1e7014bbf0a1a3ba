/** One call of a tool from the dashboard, and the tools of a server that it can be made of. */
import * as z from 'zod';
import { ToolFingerprint } from './seen-tools.ts';
import { ConnectionId, OperationId, ServerId } from './values.ts';

export const ServerToolsBody = z
  .strictObject({
    operationId: OperationId.optional(),
    connectionId: ConnectionId.optional(),
  })
  .meta({
    id: 'ServerToolsBody',
    description:
      'With which account to ask. Without `connectionId` it is the account that the server uses; without `operationId` the service makes one.',
  });

const ListedTool = z
  .object({
    name: z.string().describe('The name, with which the tool is called.'),
    title: z.string().optional().describe('The name for people.'),
    description: z.string().optional().describe('What the tool does. Of a long one the beginning.'),
    inputSchema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('The JSON Schema of the arguments. Absent where it is too large.'),
    fingerprint: ToolFingerprint,
  })
  .meta({ id: 'ListedTool', description: 'A tool, as its server describes it.' });
export const ServerTools = z
  .object({
    connectionId: z.string().describe('The account with which the server was asked, and would be called.'),
    url: z.string().describe('The address at which the server was asked, and would be called.'),
    connectedAt: z.iso.datetime().describe('When the account was connected last.'),
    tools: z.array(ListedTool).describe('The tools, in the order of the server: at most 200.'),
    more: z.boolean().describe('Whether the server has tools that are not listed here.'),
  })
  .meta({ id: 'ServerTools', description: 'The tools of an MCP server. Only the server says so.' });

/** The same bound as at the injector. */
const Tool = z.string().min(1).max(128).describe('The name of the tool.');
const ConfirmedTrial = z
  .strictObject({
    server: ServerId,
    tool: Tool,
    connectionId: ConnectionId,
    url: z.string().min(1).max(2000).describe('`url` of the tools.'),
    connectedAt: z.iso
      .datetime()
      .describe('`connectedAt` of the tools: another consent under the same id is another account.'),
  })
  .meta({
    id: 'ConfirmedTrial',
    description:
      'The server with its address, the tool, and the account with its consent, that a person confirmed.',
  });
export const TrialBody = z
  .strictObject({
    operationId: OperationId,
    tool: Tool,
    arguments: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('The arguments of the tool. They are passed on as they are, and not recorded.'),
    confirmed: ConfirmedTrial,
  })
  .meta({ id: 'TrialBody', description: 'One call of a tool, and what a person confirmed of it.' });

export const TrialResult = z
  .object({
    operationId: OperationId,
    connectionId: z.string().describe('The account with which the tool was called.'),
    isError: z.boolean().describe('Whether the tool, or the server, says that the call failed.'),
    text: z
      .string()
      .describe(
        'What was answered, as plain text of at most 64 KiB: without the token, and without characters that hide or turn text. Show it as text and never as HTML; no link in it is checked.',
      ),
    cut: z.boolean().describe('Whether there was more text.'),
  })
  .meta({ id: 'TrialResult', description: 'The answer of one call. Only the server says what it holds.' });
