/** The rotation escrow in an S3 bucket. S3's reads and lists are strongly consistent; each object is a sealed copy. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { LIMITS } from '../broker/limits.ts';
import type { Escrow, EscrowedTokens, Log } from '../broker/ports.ts';
import { decodeEscrowed, encodeEscrowed, escrowPath, escrowPrefix, readable } from './escrow-document.ts';

export interface S3EscrowOptions {
  client: S3Client;
  bucket: string;
  /** Receives an error for each object that is not a readable copy. */
  log: Pick<Log, 'error'>;
}

/** The escrow port on one bucket. */
export function s3Escrow({ client, bucket: Bucket, log }: S3EscrowOptions): Escrow {
  const pathsUnder = async (prefix: string, limit: number): Promise<string[]> => {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: Math.min(limit, LIMITS.escrowListing) }),
    );
    return (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
  };
  const read = async (Key: string): Promise<EscrowedTokens> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return decodeEscrowed(Key, (await Body?.transformToString('utf8')) ?? '');
  };
  return {
    async put(copy) {
      const Body = encodeEscrowed(copy);
      await client.send(
        new PutObjectCommand({ Bucket, Key: escrowPath(copy), Body, ContentType: 'application/json' }),
      );
    },
    of: async (key) => Promise.all((await pathsUnder(escrowPrefix(key), LIMITS.escrowListing)).map(read)),
    async list(limit) {
      const copies = await Promise.allSettled((await pathsUnder('', limit)).map(read));
      return readable(copies, log);
    },
    async delete(name) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: escrowPath(name) }));
    },
  };
}

/** Whether the bucket has no object at all. */
export async function isEscrowEmpty(client: S3Client, bucket: string): Promise<boolean> {
  const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
  return (page.Contents ?? []).length === 0;
}
