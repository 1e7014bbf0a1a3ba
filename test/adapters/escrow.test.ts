/**
 * The escrow's contract, against every store that this machine has.
 * Covers src/aws/escrow-document.ts, src/aws/s3-escrow.ts, local/file-escrow.ts.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileEscrow } from '../../local/file-escrow.ts';
import { encodeEscrowed, entryOf, escrowPath } from '../../src/aws/escrow-document.ts';
import { s3Escrow } from '../../src/aws/s3-escrow.ts';
import type { Escrow, EscrowedTokens } from '../../src/broker/ports.ts';
import { moto } from '../backends/moto.ts';
import { startObjectStore } from '../backends/object-store.ts';
import { bytes } from './samples.ts';

const copy = (connectionId: string, more: Partial<EscrowedTokens> = {}): EscrowedTokens => ({
  key: { workspaceId: 'acme', connectionId },
  epoch: 1,
  generation: 3,
  attempt: '01890a5d-ac96-774b-bcce-b302099a8057',
  minted: {
    provider: 'google',
    appOwner: 'acme',
    appVersion: 2,
    appUid: 'u',
    clientId: 'c',
    variables: { region: 'eu' },
    accountKey: 'a',
  },
  set: {
    generation: 4,
    sealedAccess: bytes(40),
    sealedRefresh: bytes(60),
    leaseId: undefined,
    grantedScopes: ['mail'],
    facts: { host: 'h' },
  },
  proof: bytes(33),
  ...more,
});

interface Running {
  escrow: Escrow;
  /** Something in it that is no copy. */
  spoil(path: string): Promise<void>;
  close(): Promise<void>;
}

const onFiles = async (): Promise<Running> => {
  const root = await mkdtemp(join(tmpdir(), 'connections-escrow-'));
  return {
    escrow: fileEscrow(root),
    async spoil(path) {
      await mkdir(join(root, path, '..'), { recursive: true });
      await writeFile(join(root, path), '{"format":2');
    },
    close: () => rm(root, { recursive: true }),
  };
};
const onS3 = async (server: { endpoint: string; close(): Promise<void> }): Promise<Running> => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials });
  await client.send(new CreateBucketCommand({ Bucket: 'escrow' }));
  return {
    escrow: s3Escrow({ client, bucket: 'escrow' }),
    spoil: async (Key) =>
      void (await client.send(new PutObjectCommand({ Bucket: 'escrow', Key, Body: '{"format":2' }))),
    async close() {
      client.destroy();
      await server.close();
    },
  };
};

const STORES: [string, () => Promise<Running>][] = [
  ['files', onFiles],
  ['S3 in this process', async () => onS3(await startObjectStore())],
];
if (moto.absence() === undefined) STORES.push(['S3 of moto', async () => onS3(await moto.start())]);
else console.log(`NOT RUN: escrow on moto (${moto.absence()})`);

describe.each(STORES)('the escrow on %s', (_name, start) => {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  }, 60_000);
  afterAll(() => running.close());

  it('keeps a copy exactly as it was put, removals and bytes too, until it is deleted', async () => {
    const { escrow } = running;
    const google = copy('google');
    expect(await escrow.of(google.key)).toEqual([]);
    await escrow.put(google);
    await escrow.put(google);
    const [kept, ...others] = await escrow.of(google.key);
    expect(others).toEqual([]);
    expect(kept?.copy).toStrictEqual(google);
    expect(kept?.path).toBe(escrowPath(google));
    // By the clock of the storage, which is this machine's: within a day of ours.
    expect(Math.abs((kept?.storedAt ?? 0) - Date.now())).toBeLessThan(86_400_000);
    await escrow.delete(escrowPath(google));
    await escrow.delete(escrowPath(google));
    expect(await escrow.of(google.key)).toEqual([]);
  });

  it('keeps the mark of a copy that is only revoked', async () => {
    const { escrow } = running;
    const unstored = copy('unstored', { revokeOnly: true });
    await escrow.put(unstored);
    expect((await escrow.of(unstored.key)).map((entry) => entry.copy)).toStrictEqual([unstored]);
    await escrow.delete(escrowPath(unstored));
  });

  it('tells connections apart, also where one name begins another', async () => {
    const { escrow } = running;
    const copies = ['slack', 'slack-user', 'slack~sales'].map((id) => copy(id));
    for (const each of copies) await escrow.put(each);
    await escrow.put(copy('slack', { key: { workspaceId: 'acme-2', connectionId: 'slack' } }));
    const found = await escrow.of({ workspaceId: 'acme', connectionId: 'slack' });
    expect(found.map(({ copy }) => copy)).toStrictEqual([copies[0]]);
    const all = await escrow.list(100);
    expect([all.paths.length, all.next]).toEqual([4, undefined]);
    // Page by page the same, in the same order, also where a page ends with the listing.
    const pages = [await escrow.list(3)];
    pages.push(await escrow.list(2, pages[0]?.next));
    expect(pages.flatMap(({ paths }) => paths)).toEqual(all.paths.toSorted());
    expect(pages.map(({ next }) => next)).toEqual([all.paths[2], undefined]);
    expect((await escrow.list(4)).next).toBeUndefined();
    for (const path of all.paths) expect((await escrow.read(path))?.path).toBe(path);
    expect(await escrow.read(`${all.paths[0]}-none`)).toBeUndefined();
  });

  it('shows what is no copy as an entry without one, beside the others', async () => {
    const { escrow, spoil } = running;
    const damaged = copy('damaged');
    await spoil(escrowPath(damaged));
    const entry = { path: escrowPath(damaged), storedAt: expect.any(Number), copy: undefined };
    expect(await escrow.of(damaged.key)).toEqual([entry]);
    expect((await escrow.list(100)).paths).toContain(entry.path);
    expect(await escrow.read(entry.path)).toEqual(entry);
    await escrow.delete(escrowPath(damaged));
    expect(await escrow.of(damaged.key)).toEqual([]);
  });
});

describe('the document of a copy', () => {
  it('T067: holds the sealed bytes and nothing readable of a token', () => {
    const text = encodeEscrowed(copy('google'));
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(
      ['attempt', 'epoch', 'format', 'generation', 'key', 'minted', 'proof', 'set'].sort(),
    );
  });

  it.each<[string, (text: string) => string]>([
    ['is moved to another connection', (text) => text.replace('"google"', '"github"')],
    ['is of another format', (text) => text.replace('"format":2', '"format":1')],
    ['names another generation', (text) => text.replace('"generation":3', '"generation":4')],
    ['names a path', (text) => text.replace('"workspaceId":"acme"', '"workspaceId":"../acme"')],
    ['has another mark', (text) => text.replace('"epoch":1', '"epoch":1,"revokeOnly":1')],
    ['is cut off', (text) => text.slice(0, -4)],
  ])('is no copy when it %s', (_title, change) => {
    const google = copy('google');
    const text = encodeEscrowed(google);
    expect(change(text)).not.toBe(text);
    expect(entryOf(escrowPath(google), 1, change(text)).copy).toBeUndefined();
    expect(entryOf(escrowPath(google), 1, text).copy).toStrictEqual(google);
  });
});
