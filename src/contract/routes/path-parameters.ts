/** The parameters of paths. */
import * as z from 'zod';
import {
  ConnectionId,
  NamedWorkspace,
  OperationId,
  ProviderId,
  ServerId,
  WorkspaceId,
} from '../resources/values.ts';

/** A workspace of the caller's token, or the caller's own. */
export const workspace = z.object({ ws: NamedWorkspace });
export const connection = workspace.extend({ connectionId: ConnectionId });
export const operation = workspace.extend({ operationId: OperationId });
export const server = workspace.extend({ serverId: ServerId });

/** Of what personal workspaces do not have: OAuth apps, servers of their own and people. */
export const sharedWorkspace = z.object({ ws: WorkspaceId });
export const app = sharedWorkspace.extend({ provider: ProviderId });
export const serverOfShared = sharedWorkspace.extend({ serverId: ServerId });
