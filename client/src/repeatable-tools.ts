/** Which tools of a list may be called twice. Pure. */
import type { CallOptions } from './call-with-token.ts';

/** The used part of a tool in a `tools/list` result. */
export interface ListedTool {
  name: string;
  annotations?: { readOnlyHint?: boolean; idempotentHint?: boolean };
}

/**
 * A value for {@link CallOptions.isSafeToRepeat}: true for tools with `readOnlyHint` or `idempotentHint`. Use
 * it only for servers whose hints you trust.
 */
export function repeatableTools(tools: readonly ListedTool[]): (tool: string) => boolean {
  const names = new Set(
    tools
      .filter(({ annotations }) => annotations?.readOnlyHint === true || annotations?.idempotentHint === true)
      .map(({ name }) => name),
  );
  return (tool) => names.has(tool);
}
