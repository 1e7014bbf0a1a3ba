/** The parameters of paths. */
import * as z from 'zod';
import { ConnectionId, OperationId, ProviderId, ServerId, WorkspaceId } from '../resources/values.ts';

export const workspace = z.object({ ws: WorkspaceId });
export const connection = workspace.extend({ connectionId: ConnectionId });
export const app = workspace.extend({ provider: ProviderId });
export const operation = workspace.extend({ operationId: OperationId });
export const server = workspace.extend({ serverId: ServerId });
