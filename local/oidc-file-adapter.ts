/** The storage of a local oidc-provider: in memory, and in one JSON file if there is a path. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  /** Seconds since the epoch; absent for an entry that does not expire, such as a client. */
  expiresAt?: number;
}
type Models = Map<string, Map<string, Entry>>;

/** Seconds. oidc-provider tolerates this clock difference, so entries must stay as long. */
const CLOCK_TOLERANCE = 15;

/** The adapter factory for oidc-provider. Without a path everything is kept in memory only. */
export function openOidcStore(path: string | undefined): AdapterFactory {
  const models: Models = path === undefined ? new Map() : read(path);
  const save = () => {
    prune(models);
    if (path !== undefined) write(path, models);
  };
  return (name) => adapterFor(entriesOf(models, name), save);
}

function adapterFor(entries: Map<string, Entry>, save: () => void): Adapter {
  const live = (id: string) => {
    const entry = entries.get(id);
    return entry === undefined || isExpired(entry) ? undefined : entry.payload;
  };
  const first = (matches: (payload: AdapterPayload) => boolean) =>
    [...entries.values()].find((entry) => matches(entry.payload) && !isExpired(entry))?.payload;
  return {
    async upsert(id, payload, expiresIn) {
      entries.set(id, {
        payload,
        ...(expiresIn === undefined ? {} : { expiresAt: now() + expiresIn + CLOCK_TOLERANCE }),
      });
      save();
    },
    find: async (id) => live(id),
    findByUid: async (uid) => first((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => first((payload) => payload.userCode === userCode),
    async consume(id) {
      const payload = live(id);
      if (payload) payload.consumed = now();
      save();
    },
    async destroy(id) {
      entries.delete(id);
      save();
    },
    async revokeByGrantId(grantId) {
      for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id);
      save();
    },
  };
}

function entriesOf(models: Models, name: string): Map<string, Entry> {
  const entries = models.get(name) ?? new Map<string, Entry>();
  models.set(name, entries);
  return entries;
}

function prune(models: Models): void {
  for (const entries of models.values()) {
    for (const [id, entry] of entries) if (isExpired(entry)) entries.delete(id);
  }
}

function isExpired(entry: Entry): boolean {
  return entry.expiresAt !== undefined && entry.expiresAt <= now();
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function read(path: string): Models {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  const kept = JSON.parse(text) as Record<string, Record<string, Entry>>;
  return new Map(Object.entries(kept).map(([name, entries]) => [name, new Map(Object.entries(entries))]));
}

/** Writes synchronously, so that a later write cannot finish before an earlier one. The file is small. */
function write(path: string, models: Models): void {
  const kept = Object.fromEntries([...models].map(([name, entries]) => [name, Object.fromEntries(entries)]));
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.next`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${path}.next`, path);
}
