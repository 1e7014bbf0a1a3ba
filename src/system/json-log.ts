import type { Log } from '../broker/ports.ts';
import { LOG_FIELDS, type LogEvent, type LogFields } from '../contract/log.ts';
import { TICK_OUTCOMES } from '../contract/outcomes.ts';

const FIELDS = Object.keys(LOG_FIELDS) as (keyof LogFields)[];

/**
 * A log that writes each record as one line of JSON. Only the fields that the contract lists are written (T063, T074). Control
 * characters and line ends are escaped, so a value cannot begin a second record.
 */
export function createJsonLog(write: (line: string) => void): Log {
  const at =
    (level: string) =>
    (event: LogEvent, fields: LogFields = {}) => {
      const allowed = FIELDS.flatMap((field) =>
        fields[field] === undefined ? [] : [[field, written(field, fields[field])]],
      );
      write(oneLine(JSON.stringify({ level, event, ...Object.fromEntries(allowed) })));
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** Escapes DEL, the C1 controls and Unicode's line ends, which JSON.stringify does not escape. */
function oneLine(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function written(field: keyof LogFields, value: unknown): unknown {
  if (typeof value === 'number') return value;
  if (LISTS.includes(field)) return texts(value);
  return field === 'outcomes' ? counts(value) : String(value).slice(0, 200);
}

/** Fields that hold a list of texts. */
const LISTS: readonly (keyof LogFields)[] = ['hosts', 'hostsBefore', 'hostsAfter'];

/** A host has 253 characters at most, and its port six. */
function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.slice(0, 25).map((each) => String(each).slice(0, 260)) : [];
}

const OUTCOMES: ReadonlySet<string> = new Set(TICK_OUTCOMES);

/** The field `outcomes` is an object: the number of due items of a tick by outcome. */
function counts(value: unknown): Record<string, number> {
  const known = Object.entries(value ?? {}).filter(
    ([name, count]) => OUTCOMES.has(name) && typeof count === 'number',
  );
  return Object.fromEntries(known);
}
