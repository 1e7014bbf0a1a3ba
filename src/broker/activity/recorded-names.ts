/**
 * What a caller wrote, as the record of a call holds it: names and scopes by their grammar, and no other text. A record is read
 * by people and programs for 90 days, so an address with a signed query, a control character or an invisible one never enters
 * it (T074, T243). Pure.
 */
import type { Refusal } from '../../contract/injection-messages.ts';
import { LIMITS } from '../limits.ts';
import type { ToolCall } from '../records.ts';

/** Recorded for a text that is no name, and for a call of an older client, whose headers do not name the tool. */
export const UNKNOWN_TOOL = '(unknown)';
/** MCP recommends letters, digits and `_-./` (tools, "Tool Names"). Other scripts, spaces and `:` are in use as well. */
const TOOL = /^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N} _.:/-]{0,127}$/u;
/** What a screen does not show, such as U+3164 or U+FE0F, though Unicode has letters and marks among it. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;
/** The three parts of a signed JWT (RFC 7515 section 7.1). Its header is JSON, and begins with `{"`, which is `eyJ` there. */
const JWT = /eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/;
/** `scope-token` of RFC 6749 section 3.3, without what begins a query or a fragment. */
const SCOPE = /^[\x21\x24-\x3e\x40-\x5b\x5d-\x7e]{1,200}$/;

/** The name of a tool. An address is none, and a credential is none. */
export function recordedTool<T extends string | undefined>(tool: T): T | string {
  return tool === undefined || isName(tool) ? tool : UNKNOWN_TOOL;
}

function isName(tool: string): boolean {
  return TOOL.test(tool) && !tool.includes('//') && !UNSEEN.test(tool) && !JWT.test(tool);
}

/** Scopes, without what is none, and not more than {@link LIMITS.scopesOfCall}. Undefined: there are none. */
export function recordedScopes(scopes: readonly string[] | undefined): string[] | undefined {
  const named = scopes?.filter((scope) => SCOPE.test(scope)).slice(0, LIMITS.scopesOfCall);
  return named?.length ? named : undefined;
}

/** What a refusal says of scopes, for its record. */
export function scopesOf({ missingScopes }: Refusal): Pick<ToolCall, 'missingScopes'> {
  const recorded = recordedScopes(missingScopes);
  return recorded ? { missingScopes: recorded } : {};
}
