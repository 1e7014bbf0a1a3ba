/** Seals and opens secrets of the environment's items. */
import type { DataKeys } from './data-keys.ts';
import { keyVersionOf, openEnvelope, type Place, sealEnvelope } from './envelope.ts';
import { Secret } from './secret.ts';

/** Seals without waiting for anything: the key is already at hand. */
export type Seal = (place: Omit<Place, 'environment'>, secret: Secret) => Uint8Array;

export interface Vault {
  /** Fetches the current data key, so that nothing is awaited later between a provider's answer and the write. */
  sealer(): Promise<Seal>;
  /** Throws VaultError `does_not_open` or `key_unavailable`. */
  open(place: Omit<Place, 'environment'>, envelope: Uint8Array): Promise<Secret>;
}

export interface VaultOptions {
  environment: string;
  dataKeys: DataKeys;
  randomBytes: (length: number) => Uint8Array;
}

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
