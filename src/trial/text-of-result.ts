/** The content blocks of a tool's result as one text. Pure. */
import type { CallToolResult } from '@modelcontextprotocol/client';

type Block = CallToolResult['content'][number];

/** Text blocks as they are, links as text, anything else by its kind and size; without a block the structured content as JSON. */
export function textOfResult({ content, structuredContent }: CallToolResult): string {
  if (content.length === 0 && structuredContent !== undefined)
    return JSON.stringify(structuredContent, null, 2);
  return content.map(textOfBlock).join('\n');
}

function textOfBlock(block: Block): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'resource_link':
      return `[link] ${block.uri}`;
    case 'image':
    case 'audio':
      return `[${block.type}, ${sizeOf(block.data)} bytes]`;
    case 'resource':
      return `[resource, ${'text' in block.resource ? Buffer.byteLength(block.resource.text) : sizeOf(block.resource.blob)} bytes]`;
    default:
      return '[content of an unknown kind]';
  }
}

const sizeOf = (base64: string) => Buffer.byteLength(base64, 'base64');
