import { KMSClient } from '@aws-sdk/client-kms';
import { kmsKeyWrapper } from '../src/aws/kms-key-wrapper.ts';
import { openVault } from '../src/aws/open-vault.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import type { Table } from '../src/aws/table/table.ts';
import type { Vault } from '../src/vault/vault.ts';
import { clock, random, type Variables } from './process.ts';

/** The stage's vault under its KMS key. */
export function vaultOf(read: Variables, table: Table, { mayCreateFirst = false } = {}): Vault {
  const client = new KMSClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  return openVault({
    environment: read('stage'),
    wrapper: kmsKeyWrapper(client, read('kmsKey')),
    dataKeys: dataKeyStore(table),
    clock,
    random,
    mayCreateFirst,
  });
}
