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

/** One JSON object a line. Its strings hold no control character and no line end, so one record stays one record. */
export function createJsonLog(write: (line: string) => void): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      const allowed = FIELDS.flatMap((field) =>
        fields[field] === undefined ? [] : [[field, bounded(fields[field])]],
      );
      write(oneLine(JSON.stringify({ level, event, ...Object.fromEntries(allowed) })));
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** JSON.stringify leaves DEL, the C1 controls and Unicode's own line ends as they are. */
function oneLine(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function bounded(value: unknown): unknown {
  return typeof value === 'number' ? value : String(value).slice(0, 200);
}
