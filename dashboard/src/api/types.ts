/** What the API answers, by the contract. */
import type { z } from 'zod';
import type { DisconnectReceipt } from '../../../src/contract/resources/receipt.ts';
import type {
  ActivityResource,
  OAuthAppBody as AppBody,
  AppPolicyResource,
  CallCounts,
  CallResource,
  ConnectionResource,
  KnownServer,
  McpServerBody,
  McpServerResource,
  OAuthAppAnswer,
  OAuthAppResource,
  ProviderResource,
  RefreshAnswer,
  StartBody,
} from '../../../src/contract/resources.ts';

export type Connection = ConnectionResource;
export type Provider = z.infer<typeof ProviderResource>;
export type Server = z.infer<typeof McpServerResource>;
export type ServerBody = z.infer<typeof McpServerBody>;
/** How a remote MCP server is authorized that has an authorization server of its own. */
export type RemoteAuthorization = NonNullable<Server['authorization']>;
export type RemoteServer = Server & { authorization: RemoteAuthorization };
export type Known = z.infer<typeof KnownServer>;
export type Activity = z.infer<typeof ActivityResource>;
export type Call = z.infer<typeof CallResource>;
export type CountedCalls = z.infer<typeof CallCounts>;
export type Receipt = DisconnectReceipt;
export type RefreshResult = z.infer<typeof RefreshAnswer>;
/** The redirect URI to register at the provider, and the workspace's own OAuth app if it has one. */
export type OwnApp = z.infer<typeof OAuthAppAnswer>;
export type OAuthApp = z.infer<typeof OAuthAppResource>;
export type OAuthAppBody = z.infer<typeof AppBody>;
export type AppPolicy = z.infer<typeof AppPolicyResource>;
export type StartRequest = z.infer<typeof StartBody>;

/** Calls of one day, in UTC. `more`: there were more than could be counted. */
export interface CallDay {
  day: string;
  injected: number;
  refused: number;
  more: boolean;
}
/** A person of the workspace, by the name that the sign-in service gives them. */
export interface NamedPerson {
  id: string;
  subject: string;
  issuer: string;
  name: string;
  seenAt: string;
}
