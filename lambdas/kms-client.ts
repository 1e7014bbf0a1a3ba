import { KMSClient } from '@aws-sdk/client-kms';
import { requestHandler } from '../src/aws/request-handler.ts';

/** A client of KMS. In a Region KMS answers within some 10 ms; a call that waits longer is tried again. */
export function kmsClient(): KMSClient {
  return new KMSClient({ requestHandler: requestHandler({ connect: 1_000, silence: 3_000 }) });
}
