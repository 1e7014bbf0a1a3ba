/** Puts the values of a run in place of the placeholders of a case. Pure. */
import type { Json } from './case.ts';

/** What is another at each start of a case. */
export interface Facts {
  token: string;
  /** The part of the token that is written alike everywhere, and in no other text of the case. */
  unique: string;
  callerToken: string;
  /** Origins. */
  server: string;
  elsewhere: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The JSON with the values in place of its placeholders. Throws for one that is not known. */
export function withValues(value: Json, facts: Facts): Json {
  if (typeof value === 'string')
    return value.replace(/\{\{([^{}]+)\}\}/g, (_, name) => placeholderValue(name, facts));
  if (Array.isArray(value)) return value.map((item) => withValues(item, facts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [withValues(name, facts) as string, withValues(item, facts)]),
  );
}

function placeholderValue(name: string, facts: Facts): string {
  const { token, unique, callerToken, server, elsewhere, now } = facts;
  const seconds = /^now([+-]\d+)$/.exec(name)?.[1];
  if (seconds !== undefined) return new Date(now + Number(seconds) * 1000).toISOString();
  const host = new URL(server).host;
  const known: Record<string, string> = {
    token,
    unique,
    'token%': encodeURIComponent(token),
    callerToken,
    server,
    elsewhere,
    serverHost: host,
    serverPort: new URL(server).port,
    elsewhereHost: new URL(elsewhere).host,
  };
  const found = known[name];
  if (found === undefined) throw new Error(`there is no placeholder {{${name}}}`);
  return found;
}
