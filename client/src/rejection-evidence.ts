/**
 * Looks for the signs of a refused token in what an error says: a status in its usual place, or a word of a closed list
 * that stands alone. What stands within quotation marks is somebody else's text. Pure.
 */
import { rejectionWord } from './rejection-words.ts';

/** The signs: HTTP statuses as texts, and words in small letters. */
export interface Evidence {
  statuses: Set<string>;
  words: Set<string>;
}

const LOOKED_AT = {
  /** Characters of a text. What a server says itself stands at the beginning. */
  text: 8_000,
  /** Characters of it without its JSON. */
  prose: 500,
  depth: 9,
  /** Objects and texts of one error. */
  parts: 200,
};

const STATUS_KEYS = [
  'status',
  'statusCode',
  'status_code',
  'httpStatus',
  'http_status',
  'code',
  'error_code',
];
const WORD_KEYS = [
  ...['code', 'error', 'status', 'type', 'category', 'errorCode', 'error_code', 'reason', 'name', '.tag'],
  ...['message', 'title', 'err', 'msg'],
];
/** Where an error has the error of its cause. */
const INNER_KEYS = [
  ...['error', 'errors', 'data', 'response', 'body', 'cause', 'details', 'detail', 'extensions', 'message'],
];

/** Where a status stands in a sentence. */
const STATUS_IN_TEXT = [
  /\b(?:status(?: ?code)?|HTTP(?:\/\d(?:\.\d)?)?|\w*error(?:[ _-]?code)?|API|failed with|responded(?: with)?|returned)[ :=#(]{1,3}(\d{3})\b/gi,
  /\bcode ?[:=] ?(\d{3})\b/gi,
  /\b(?:received|got|answered) (?:an? |HTTP )?(\d{3})(?=$|[.:;,)]| (?:from|unauthorized|error|response|status))/gi,
  /(?:^|[:-] )\[?(\d{3})(?=$|\]|[ ,:.-]* [A-Z[({-]|:)/g,
  /\((\d{3})(?=\)(?:[.:;,]|\s*$)|[ :,])/g,
  /\b(\d{3})(?=[ :-]{1,3}\(?(?:unauthorized|forbidden|not found|too many requests|bad credentials)\b)/gi,
];
/** Python's httpx says it within quotation marks. */
const STATUS_IN_QUOTES = /\bClient error '(\d{3}) [A-Z][A-Za-z ]+' for url '/g;
/** Texts in quotation marks, and addresses, in which the caller's arguments stand. */
const NOT_ITS_OWN =
  /"[^"]*"|`[^`]*`|(?<=^|[\s([{:=])'[^']*'(?=$|[\s)\]},.:;!?])|“[^”]*”|‘[^’]*’|\bhttps?:\/\/[^\s"'<>]*[^\s"'<>:,.)]/g;

/** The signs in an error of any form. */
export function rejectionEvidence(error: unknown): Evidence {
  const evidence: Evidence = { statuses: new Set(), words: new Set() };
  look(error, { evidence, depth: LOOKED_AT.depth, budget: { left: LOOKED_AT.parts } });
  return evidence;
}

interface Looking {
  evidence: Evidence;
  depth: number;
  budget: { left: number };
}

function look(value: unknown, looking: Looking): void {
  const { budget, depth } = looking;
  if (depth <= 0 || budget.left <= 0) return;
  budget.left -= 1;
  const deeper = { ...looking, depth: depth - 1 };
  if (typeof value === 'string') lookInText(value.slice(0, LOOKED_AT.text), deeper);
  else if (Array.isArray(value)) for (const item of value.slice(0, 5)) look(item, deeper);
  else if (typeof value === 'object' && value !== null) lookInObject(value, deeper);
}

function lookInObject(object: object, looking: Looking): void {
  const { statuses, words } = looking.evidence;
  const fields = object as Record<string, unknown>;
  for (const key of STATUS_KEYS) {
    const value = own(fields, key);
    if (isStatus(value)) statuses.add(String(value));
  }
  for (const key of WORD_KEYS) {
    const value = own(fields, key);
    const word = typeof value === 'string' ? rejectionWord(value) : undefined;
    if (word) words.add(word);
  }
  for (const key of INNER_KEYS) look(own(fields, key), looking);
}

const own = (fields: Record<string, unknown>, key: string) =>
  Object.hasOwn(fields, key) ? fields[key] : undefined;

const isStatus = (value: unknown) =>
  (typeof value === 'number' || typeof value === 'string') && /^[1-5]\d\d$/.test(String(value));

function lookInText(text: string, looking: Looking): void {
  const { json, prose } = apart(text);
  if (json !== undefined) look(json, looking);
  const begin = prose.slice(0, LOOKED_AT.prose);
  const said = begin.replace(NOT_ITS_OWN, '…');
  const { statuses, words } = looking.evidence;
  const found = [
    ...STATUS_IN_TEXT.map((pattern) => said.matchAll(pattern)),
    begin.matchAll(STATUS_IN_QUOTES),
  ];
  for (const matches of found)
    for (const [, status = ''] of matches) if (isStatus(status)) statuses.add(status);
  for (const part of said.split(/[:=()\n]|\s[-–—]\s|\.\s/)) {
    const word = rejectionWord(part);
    if (word) words.add(word);
  }
}

/** The JSON in a text, and the text without it. What only looks like JSON is left out of both. */
function apart(text: string): { json?: unknown; prose: string } {
  const begin = text.search(/[[{]\s*["'{[]/);
  const whole = parsed(text);
  if (whole !== undefined) return { json: whole, prose: '' };
  if (begin < 0) return { prose: text };
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  const prose = `${text.slice(0, begin)}…`;
  const json = text.slice(begin, end);
  return { json: parsed(json) ?? parsed(pythonAsJson(json)), prose };
}

/** Of a Python dictionary, as many servers print one. */
function pythonAsJson(text: string): string {
  return text
    .replace(/'/g, '"')
    .replace(/\b(?:None|True|False)\b/g, (word) => (word === 'None' ? 'null' : word.toLowerCase()));
}

function parsed(text: string): unknown {
  if (!/^\s*["[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
