/** connections-api over a table with entries of two workspaces: people, entries at chosen times, and a count of what is read. */
import type { Activity } from '../../src/broker/records.ts';
import { createConnectionsApi } from '../../src/http/connections-api.ts';
import { uuidV7 } from '../../src/system/random.ts';
import { put } from '../adapters/samples.ts';
import { openConnectWorld } from './connect-world.ts';

export const ISSUER = 'https://idp.example';
export const DAY = 86_400_000;

const ROLES: Record<string, Record<string, 'member' | 'admin'>> = {
  ada: { acme: 'admin', globex: 'admin' },
  bob: { acme: 'member', globex: 'member' },
  carol: { acme: 'member' },
  mallory: { globex: 'admin' },
};

export interface ActivityBody {
  status: number;
  code?: string;
  cursor?: string;
  activity: Record<string, unknown>[];
}

export async function activityWorld() {
  const world = await openConnectWorld('dynalite');
  const { reads } = world.ports;
  const read = { queries: 0, entries: 0 };
  const activity: typeof reads.activity = async (...asked) => {
    const page = await reads.activity(...asked);
    read.queries += 1;
    read.entries += page.items.length;
    return page;
  };
  const api = createConnectionsApi(
    { ...world.ports, reads: { ...reads, activity } },
    {
      log: world.ports.log,
      newCorrelationId: () => 'an-id',
      // `impostor` has Bob’s subject at another issuer.
      verifyCaller: async (token) => {
        const issuer = token === 'impostor' ? 'https://other.example' : ISSUER;
        const subject = token === 'impostor' ? 'bob' : token;
        return { issuer, subject, roles: new Map(Object.entries(ROLES[subject] ?? {})) };
      },
    },
  );
  const get = (person: string, path: string) =>
    api.request(path, { headers: { authorization: `Bearer ${person}` } });
  let sequence = 0;
  return {
    ...world,
    read,
    get,
    /** Records an entry, some time ago. Later calls are older where the time is the same. */
    async happened(entry: Partial<Activity> = {}, { ago = 0, workspaceId = 'acme' } = {}): Promise<void> {
      const at = world.now() - ago;
      sequence += 1;
      const random = new Uint8Array(10);
      new DataView(random.buffer).setUint32(4, 2 ** 31 - sequence);
      const id = uuidV7(at, random);
      await world.ports.activity.change({ workspaceId, id }, put({ at, type: 'connected', ...entry }));
    },
    async json(person: string, path: string): Promise<ActivityBody> {
      const response = await get(person, path);
      return { status: response.status, ...((await response.json()) as Omit<ActivityBody, 'status'>) };
    },
    /** All entries of a list, page by page, and how many pages there were. */
    async walk(person: string, query = ''): Promise<{ entries: Record<string, unknown>[]; pages: number }> {
      const entries: Record<string, unknown>[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const more: string = cursor === undefined ? '' : `&cursor=${cursor}`;
        const response = await get(person, `/v1/workspaces/acme/activity?${query}${more}`);
        if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
        const body = (await response.json()) as ActivityBody;
        entries.push(...body.activity);
        cursor = body.cursor;
        pages += 1;
      } while (cursor !== undefined);
      return { entries, pages };
    },
    /** All parts of the export, joined as they come. */
    async download(person: string, query = ''): Promise<{ text: string; parts: number }> {
      let text = '';
      let parts = 0;
      let url: string | undefined = `https://api.example/v1/workspaces/acme/activity.csv?${query}`;
      while (url !== undefined) {
        const response = await get(person, url);
        if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
        text += Buffer.from(await response.arrayBuffer()).toString();
        parts += 1;
        const next: string | undefined = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
        url = next === undefined ? undefined : new URL(next, url).href;
      }
      return { text, parts };
    },
  };
}
