/** The rotation escrow in an S3 bucket. S3's reads and lists are strongly consistent; each object is a sealed copy. */
import {
  type _Object,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { LIMITS } from '../broker/limits.ts';
import type { Escrow, EscrowEntry } from '../broker/ports.ts';
import { encodeEscrowed, entryOf, escrowPath, escrowPrefix } from './escrow-document.ts';

export interface S3EscrowOptions {
  client: S3Client;
  bucket: string;
}

/** The escrow port on one bucket. */
export function s3Escrow({ client, bucket: Bucket }: S3EscrowOptions): Escrow {
  const entriesUnder = async (prefix: string, limit: number): Promise<EscrowEntry[]> => {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: Math.min(limit, LIMITS.escrowListing) }),
    );
    return (await Promise.all((page.Contents ?? []).map(read))).filter((entry) => entry !== undefined);
  };
  /** Undefined: it was deleted since the listing. */
  const read = async ({ Key = '', LastModified }: _Object): Promise<EscrowEntry | undefined> => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      const text = (await Body?.transformToString('utf8')) ?? '';
      return entryOf(Key, LastModified?.getTime() ?? 0, text);
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
  return {
    async put(copy) {
      const Body = encodeEscrowed(copy);
      await client.send(
        new PutObjectCommand({ Bucket, Key: escrowPath(copy), Body, ContentType: 'application/json' }),
      );
    },
    of: (key) => entriesUnder(escrowPrefix(key), LIMITS.escrowListing),
    list: (limit) => entriesUnder('', limit),
    async delete(path) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: path }));
    },
  };
}

/** Whether the bucket has no object at all. */
export async function isEscrowEmpty(client: S3Client, bucket: string): Promise<boolean> {
  const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
  return (page.Contents ?? []).length === 0;
}
