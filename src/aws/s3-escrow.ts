/** The rotation escrow in an S3 bucket. S3's reads and lists are strongly consistent; each object is a sealed copy. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
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
  /** Undefined: it was deleted since the listing. */
  const read = async (Key: string): Promise<EscrowEntry | undefined> => {
    try {
      const { Body, LastModified } = await client.send(new GetObjectCommand({ Bucket, Key }));
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
    async of(key) {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: escrowPrefix(key), MaxKeys: LIMITS.escrowListing }),
      );
      return (await Promise.all(pathsIn(page).map(read))).filter((entry) => entry !== undefined);
    },
    async list(limit, after) {
      const MaxKeys = Math.min(limit, LIMITS.escrowListing);
      const page = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys, StartAfter: after }));
      const paths = pathsIn(page);
      const next = page.IsTruncated ? paths.at(-1) : undefined;
      return { paths, ...(next !== undefined && { next }) };
    },
    read,
    async delete(path) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: path }));
    },
  };
}

function pathsIn({ Contents = [] }: ListObjectsV2CommandOutput): string[] {
  return Contents.flatMap(({ Key }) => Key ?? []);
}

/** Whether the bucket has no object at all. */
export async function isEscrowEmpty(client: S3Client, bucket: string): Promise<boolean> {
  const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
  return (page.Contents ?? []).length === 0;
}
