import type { Escrow } from '../src/broker/ports.ts';

/** The escrow in a bucket. The S3 client is loaded at its first use, which most refreshes on demand do not need. */
export function escrowIn(bucket: string): Escrow {
  let opened: Promise<Escrow> | undefined;
  const open = () => {
    opened ??= load(bucket);
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  return {
    put: async (copy) => (await open()).put(copy),
    of: async (key) => (await open()).of(key),
    list: async (limit, after) => (await open()).list(limit, after),
    read: async (path) => (await open()).read(path),
    delete: async (name) => (await open()).delete(name),
  };
}

async function load(bucket: string): Promise<Escrow> {
  const [{ S3Client }, { s3Escrow }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('../src/aws/s3-escrow.ts'),
  ]);
  const client = new S3Client({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  return s3Escrow({ client, bucket });
}
