import type { Log, LogFields } from '../broker/ports.ts';

/** The only fields that a record can hold. Anything else that is passed is dropped (T063, T074). */
const FIELDS = [
  'workspaceId',
  'connectionId',
  'provider',
  'sessionId',
  'server',
  'operationId',
  'outcome',
  'reason',
  'error',
  'correlationId',
  'status',
  'generation',
  'count',
  'durationMs',
  'lagMs',
] as const satisfies readonly (keyof LogFields)[];

/** One JSON object a line. JSON escapes control characters, so one record stays one record. */
export function createJsonLog(write: (line: string) => void): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      const allowed = FIELDS.flatMap((field) =>
        fields[field] === undefined ? [] : [[field, bounded(fields[field])]],
      );
      write(JSON.stringify({ level, event, ...Object.fromEntries(allowed) }));
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function bounded(value: unknown): unknown {
  return typeof value === 'number' ? value : String(value).slice(0, 200);
}
