/** The Secrets Manager secret of one provider's verified apps, as an operator writes it. */
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Secret } from '../src/vault/secret.ts';
import { OperatorError } from './operator-error.ts';

export type Clients = Record<string, string>;

/** Undefined: there is none yet. */
export async function readClients(client: SecretsManagerClient, name: string): Promise<Clients | undefined> {
  const text = await secretString(client, name);
  if (text === undefined) return undefined;
  try {
    const { clients } = JSON.parse(text) as { clients: Clients };
    if (Object.values(clients).every((secret) => typeof secret === 'string')) return clients;
  } catch {
    // The error below names it, without its content.
  }
  throw new OperatorError(`${name} is not of the form {"clients": {…}}; nothing was changed.`);
}

/**
 * Adds or replaces one client and keeps the others, on whose connections they are. Two operators at once can lose one
 * of two clients, since Secrets Manager has no conditional write: so it is read again.
 */
export async function addClient(
  client: SecretsManagerClient,
  name: string,
  { clientId, secret }: { clientId: string; secret: Secret },
): Promise<void> {
  const present = await readClients(client, name);
  const SecretString = JSON.stringify({ clients: { ...present, [clientId]: secret.reveal() } });
  if (present) await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
  else await client.send(new CreateSecretCommand({ Name: name, SecretString }));
  const stored = await readClients(client, name);
  if (stored?.[clientId] !== secret.reveal())
    throw new OperatorError('Another operator changed the secret at the same moment. Run the command again.');
}

async function secretString(client: SecretsManagerClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
