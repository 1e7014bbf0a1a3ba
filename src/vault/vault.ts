/** Seals secrets for the table and opens them. */
import type { DataKeys } from './data-keys.ts';
import { keyVersionOf, openEnvelope, type Place, sealEnvelope } from './envelope.ts';
import { Secret } from './secret.ts';

/** Seals a secret for a place. Synchronous, because the key is in memory. */
export type Seal = (place: Omit<Place, 'environment'>, secret: Secret) => Uint8Array;

/** Seals and opens the secrets of one environment. */
export interface Vault {
  /**
   * Fetches the current data key in advance, so that nothing is awaited between a provider's answer and the write. Rejects with
   * VaultError `key_unavailable`.
   */
  sealer(): Promise<Seal>;
  /** Opens an envelope. Rejects with VaultError `does_not_open` or `key_unavailable`. */
  open(place: Omit<Place, 'environment'>, envelope: Uint8Array): Promise<Secret>;
}

export interface VaultOptions {
  environment: string;
  dataKeys: DataKeys;
  randomBytes: (length: number) => Uint8Array;
}

/** A vault over the environment's data keys. */
export function createVault({ environment, dataKeys, randomBytes }: VaultOptions): Vault {
  return {
    async sealer() {
      const dataKey = await dataKeys.current();
      return (place, secret) =>
        sealEnvelope(
          dataKey,
          { ...place, environment },
          randomBytes(12),
          Buffer.from(secret.reveal(), 'utf8'),
        );
    },
    async open(place, envelope) {
      const dataKey = await dataKeys.byVersion(keyVersionOf(envelope));
      return new Secret(
        Buffer.from(openEnvelope(dataKey, { ...place, environment }, envelope)).toString('utf8'),
      );
    },
  };
}
