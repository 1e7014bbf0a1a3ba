import { kmsKeyWrapper, loggedKeyWrapper } from '../src/aws/kms-key-wrapper.ts';
import { openVault } from '../src/aws/open-vault.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import type { Table } from '../src/aws/table/table.ts';
import type { Vault } from '../src/vault/vault.ts';
import { kmsClient } from './kms-client.ts';
import { clock, log, random, type Variables } from './process.ts';

/** The stage's vault with its KMS key. */
export function vaultOf(read: Variables, table: Table, { mayCreateFirst = false } = {}): Vault {
  return openVault({
    environment: read('stage'),
    wrapper: loggedKeyWrapper(kmsKeyWrapper(kmsClient(), read('kmsKey')), log),
    dataKeys: dataKeyStore(table),
    clock,
    random,
    mayCreateFirst,
  });
}
