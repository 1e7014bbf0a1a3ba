/**
 * What token-injector takes. docs/injector.schema.json is made of it. The door judges with `src/broker/inject/read-request.ts`,
 * which starts faster, and a test compares the two.
 */
import * as z from 'zod';
import { TOKEN_256 } from './identifiers.ts';
import type * as messages from './injection-messages.ts';
import {
  ConnectionId,
  NamedWorkspace,
  OperationId,
  ScopeToken,
  ServerId,
} from './resources/identifier-schemas.ts';

/** Longest JWT that is looked at. */
const CallerToken = z.string().min(1).max(8192);
const Host = z.string().min(1).max(260);
const Operation = z.discriminatedUnion('kind', [
  z.strictObject({
    id: OperationId,
    kind: z.literal('call'),
    server: ServerId,
    tool: z.string().min(1).max(128),
    host: Host.optional(),
  }),
  z.strictObject({ id: OperationId, kind: z.literal('discovery'), server: ServerId, host: Host.optional() }),
]);

export const InjectionRequest = z.strictObject({
  version: z.literal('1'),
  workspaceId: NamedWorkspace,
  operation: Operation,
  connectionId: ConnectionId.optional(),
  scopes: z.array(ScopeToken).max(50).optional(),
  rejectedGeneration: z.int().min(0).optional(),
  challengedScopes: z.array(ScopeToken).min(1).max(50).optional(),
  challengedGeneration: z.int().min(0).optional(),
  callerToken: CallerToken.optional(),
  trial: z.literal(true).optional(),
});
export type InjectionRequest = z.infer<typeof InjectionRequest>;

export const CheckRequest = z.strictObject({
  version: z.literal('1'),
  workspaceId: NamedWorkspace,
  check: z.array(ServerId).min(1).max(50),
  callerToken: CallerToken.optional(),
});
export type CheckRequest = z.infer<typeof CheckRequest>;

export const ServersRequest = z.strictObject({
  version: z.literal('1'),
  workspaceId: NamedWorkspace,
  servers: z.literal(true),
  callerToken: CallerToken.optional(),
});
export type ServersRequest = z.infer<typeof ServersRequest>;

/** As many tools as the endpoint lists of one server. */
export const ListedRequest = z.strictObject({
  version: z.literal('1'),
  workspaceId: NamedWorkspace,
  listed: z.strictObject({
    server: ServerId,
    tools: z
      .array(z.strictObject({ name: z.string().min(1).max(128), fingerprint: z.string().regex(TOKEN_256) }))
      .max(256),
  }),
  callerToken: CallerToken.optional(),
});
export type ListedRequest = z.infer<typeof ListedRequest>;

/** The types of `client/` and these schemas agree in both directions, or this does not compile. */
export type SameAsTheMessages = [
  Fits<InjectionRequest, messages.InjectionRequest>,
  Fits<messages.InjectionRequest, InjectionRequest>,
  Fits<CheckRequest, messages.CheckRequest>,
  Fits<messages.CheckRequest, CheckRequest>,
  Fits<ServersRequest, messages.ServersRequest>,
  Fits<messages.ServersRequest, ServersRequest>,
  Fits<ListedRequest, messages.ListedRequest>,
  Fits<messages.ListedRequest, ListedRequest>,
];
type Fits<Narrow extends Wide, Wide> = [Narrow, Wide];
