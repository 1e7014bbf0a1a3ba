import type { InjectionAnswer, Refusal, RefusalReason } from '../../contract/injection-messages.ts';
import type { Settings } from '../ports.ts';

/** Texts that a runtime may show to a person. They are fixed: they repeat nothing that a caller sent. */
const MESSAGE: Record<RefusalReason, string> = {
  not_connected: 'This workspace has not connected the provider yet.',
  reauthorization_required: 'The provider ended the access. Somebody must connect again.',
  insufficient_scope: 'The connection was not granted all that this needs. Connect again and allow it.',
  unknown_server: 'No MCP server of this id is registered here.',
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

/** Makes a refusal. It links to the dashboard if a new consent can help. */
export function refuse(
  { settings }: { settings: Pick<Settings, 'dashboardUrl'> },
  reason: RefusalReason,
  target?: { provider?: string; workspaceId?: string },
  more?: Pick<Refusal, 'missingScopes' | 'retryAfterSeconds'>,
): Refused {
  const context: Refusal = { reason, message: MESSAGE[reason], ...more };
  if (MENDED_BY_CONSENT.has(reason) && target?.provider && target.workspaceId) {
    context.connectUrl = connectUrl(settings, target.provider, target.workspaceId);
  }
  return { isAuthorized: false, context };
}

/** The dashboard's own page, where the person signs in; never a page of the provider (T030). */
function connectUrl(
  { dashboardUrl }: Pick<Settings, 'dashboardUrl'>,
  provider: string,
  workspaceId: string,
): string {
  return `${dashboardUrl}/?${new URLSearchParams({ connect: provider, workspace: workspaceId })}`;
}
