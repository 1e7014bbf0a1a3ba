import { type DeleteAppInput, type DeleteAppPorts, deleteOAuthApp } from '../apps/delete-oauth-app.ts';
import { type ForgetPorts, forgetClients } from './forget-client.ts';

/**
 * Deletes the clients of a remote server like an OAuth app: the workspace holds them no more, and the authorization server is told.
 * Throws what {@link deleteOAuthApp} throws.
 */
export function deleteRemoteClient(
  ports: DeleteAppPorts & ForgetPorts,
  input: DeleteAppInput,
): Promise<void> {
  return deleteOAuthApp(ports, input, (_ports, of, versions) =>
    forgetClients(ports, { ...of, actor: input.caller.subject }, versions),
  );
}
