/** As much of S3 as the escrow uses, in this process: for machines without moto, and for its faults. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** By `bucket/key`. */
interface StoredObject {
  body: string;
  storedAt: Date;
}

export interface ObjectStore {
  endpoint: string;
  requests: string[];
  /** Answers everything so until it is undefined again. */
  refuse(status: number | undefined): void;
  close(): Promise<void>;
}

export async function startObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, StoredObject>();
  const requests: string[] = [];
  let refusal: number | undefined;
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    if (refusal) response.writeHead(refusal).end();
    else await answer(objects, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    requests,
    refuse: (status) => {
      refusal = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const NO_SUCH_KEY = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>';

async function answer(
  objects: Map<string, StoredObject>,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const url = new URL(request.url ?? '/', 'http://s3');
  const path = decodeURIComponent(url.pathname.slice(1));
  const isBucket = !path.replace(/\/$/, '').includes('/');
  if (request.method === 'PUT' && isBucket) return response.end();
  if (request.method === 'PUT') objects.set(path, { body: await text(request), storedAt: new Date() });
  else if (request.method === 'DELETE') objects.delete(path);
  else if (url.searchParams.get('list-type') === '2')
    return response
      .setHeader('content-type', 'application/xml')
      .end(listing(objects, path.replace(/\/$/, ''), url));
  else if (!objects.has(path))
    return response.writeHead(404, { 'content-type': 'application/xml' }).end(NO_SUCH_KEY);
  const object = objects.get(path);
  if (object) response.setHeader('last-modified', object.storedAt.toUTCString());
  return response.writeHead(request.method === 'DELETE' ? 204 : 200).end(object?.body ?? '');
}

function listing(objects: Map<string, StoredObject>, bucket: string, { searchParams }: URL): string {
  const prefix = `${bucket}/${searchParams.get('prefix') ?? ''}`;
  const after = `${bucket}/${searchParams.get('start-after') ?? ''}`;
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, Number(searchParams.get('max-keys') ?? 1_000));
  const contents = page.map((key) => {
    const storedAt = objects.get(key)?.storedAt.toISOString();
    return `<Contents><Key>${key.slice(bucket.length + 1)}</Key><LastModified>${storedAt}</LastModified></Contents>`;
  });
  return `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><IsTruncated>${keys.length > page.length}</IsTruncated>${contents.join('')}</ListBucketResult>`;
}
