/** The tools that were seen of an MCP server, and which of them an admin approves. */
import * as z from 'zod';
import { TOKEN_256 } from '../identifiers.ts';

export const ToolFingerprint = z.string().regex(TOKEN_256).meta({
  id: 'ToolFingerprint',
  description: 'The SHA-256 of the whole definition of a tool as canonical JSON, in base64url.',
});

const SeenTool = z
  .object({
    name: z
      .string()
      .describe('The name that the server gave the tool, or `(unknown)` for a text that is no name.'),
    fingerprint: ToolFingerprint,
    isApproved: z
      .boolean()
      .describe(
        'Whether the definition is approved. The first list of a server is, and where nothing is held back every one.',
      ),
  })
  .meta({ id: 'SeenTool', description: 'A tool of a list. Only the server says what it is.' });
export const SeenToolList = z
  .object({ tools: z.array(SeenTool).describe('The tools, by name.') })
  .meta({ id: 'SeenToolList', description: 'The tools of the last list that was seen of an MCP server.' });

export const ToolsApprovedBody = z
  .strictObject({
    fingerprints: z.array(ToolFingerprint).min(1).max(256).describe('What the admin was shown.'),
  })
  .meta({ id: 'ToolsApprovedBody', description: 'Definitions of tools to approve.' });
