import { shownWorkspace } from '../../contract/identifiers.ts';
import type { InjectionAnswer, Refusal, RefusalReason } from '../../contract/injection-messages.ts';
import { LIMITS } from '../limits.ts';
import type { Settings } from '../ports.ts';
import type { ConnectionKey } from '../stores.ts';

/** Texts that a runtime may show to a person. They are fixed: they repeat nothing that a caller sent. */
const MESSAGE: Record<RefusalReason, string> = {
  not_connected: 'This workspace has not connected the provider yet.',
  reauthorization_required: 'The provider ended the access. Somebody must connect again.',
  insufficient_scope: 'The connection was not granted all that this needs. Connect again and allow it.',
  unknown_server: 'No MCP server of this id is registered here, or it has no address yet.',
  tool_not_allowed: 'This server’s registration does not allow the tool.',
  tool_call_replayed: 'This operation id was used already. Every call needs its own.',
  host_not_allowed: 'A token of this server is not handed out for that host.',
  caller_not_authorized: 'The caller token does not allow calls in this workspace.',
  temporarily_unavailable: 'No usable token can be had right now. Try again later.',
  invalid_request: 'The request does not have the form of the injection contract.',
};

const MENDED_BY_CONSENT = new Set<RefusalReason>([
  'not_connected',
  'reauthorization_required',
  'insufficient_scope',
]);

/** A refusal as the contract answers it. */
export type Refused = Extract<InjectionAnswer, { isAuthorized: false }>;

/** The call, or the check, that is refused. */
export interface RefusedCall {
  workspaceId: string;
  provider: string;
  /** The id of the registration. */
  server: string;
  /** The account whose token was wanted. */
  connectionId: string;
  /** Where that account is, if it is not in the workspace that asks: in the person's own. */
  key?: ConnectionKey | undefined;
  /** Scopes that the call needs beside those of the registration. */
  scopes?: string[] | undefined;
  /** Names the record of the refusal. Absent for a check, which is not recorded. */
  operationId?: string;
}

/** Makes a refusal. It links to the dashboard if a new consent can help. */
export function refuse(
  { settings }: { settings: Pick<Settings, 'dashboardUrl'> },
  reason: RefusalReason,
  call?: RefusedCall,
  more?: Pick<Refusal, 'missingScopes' | 'retryAfterSeconds'>,
): Refused {
  const context: Refusal = { reason, message: MESSAGE[reason], ...more };
  if (MENDED_BY_CONSENT.has(reason) && call)
    context.connectUrl = connectUrl(settings, call, more?.missingScopes);
  return { isAuthorized: false, context };
}

/**
 * The dashboard's own page, where the person signs in; never a page of the provider (T030). The page believes none of what the
 * link says: it looks up the server, the account and the refusal as the person who is signed in (T234).
 */
function connectUrl(
  { dashboardUrl }: Pick<Settings, 'dashboardUrl'>,
  { provider: connect, workspaceId, server, connectionId: account, key, operationId }: RefusedCall,
  missingScopes: readonly string[] = [],
): string {
  const home = key?.workspaceId ?? workspaceId;
  const workspace = shownWorkspace(home);
  const query = new URLSearchParams({ connect, workspace, server, account });
  // The record of the refusal is in the workspace that asked.
  if (operationId !== undefined && home === workspaceId) query.set('refusal', operationId);
  const scopes = missingScopes.join(' ');
  if (scopes !== '' && scopes.length <= LIMITS.scopesOfLink) query.set('scopes', scopes);
  return `${dashboardUrl}/?${query}`;
}
