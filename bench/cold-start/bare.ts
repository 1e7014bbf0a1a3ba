/** The reference of the cold start: the two clients that an injection needs, as the SDK makes them, and a call of each. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';

const dynamodb = new DynamoDBClient();
const kms = new KMSClient();
const { CONNECTIONS_TABLE: TableName, CONNECTIONS_KMS_KEY_ID: KeyId } = process.env;

export async function handler(): Promise<unknown> {
  const Key = { pk: { S: 'key#' }, sk: { S: '0000000001' } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const EncryptionContext = { app: 'connections', purpose: 'vault', environment: 'bench' };
  return kms.send(new DecryptCommand({ KeyId, CiphertextBlob: Item?.wrapped?.B, EncryptionContext }));
}
