/**
 * Looks for the signs of a refused token in what an error says: a status in its usual place, or a word of a closed list
 * that stands alone. What stands within quotation marks is somebody else's text. Pure.
 */
import { OF_AN_ANSWER, OF_SIGNING_IN, rejectionWord } from './rejection-words.ts';

/** The signs: HTTP statuses as texts, and words in small letters. */
export interface Evidence {
  statuses: Set<string>;
  words: Set<string>;
  /** Hosts, with their ports, of the addresses in its texts. */
  hosts: Set<string>;
}

const LOOKED_AT = {
  /** Characters of a text. What a server says itself stands at the beginning. */
  text: 8_000,
  /** Characters of it without its JSON. */
  prose: 500,
  /** Characters around a number. */
  around: 80,
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
  ...['code', 'error', 'status', 'type', 'category', 'errorCode', 'error_code', 'reason', '.tag'],
  ...['message', 'err', 'msg'],
];
/** Where an error has the error of its cause. */
const INNER_KEYS = [
  ...['error', 'errors', 'data', 'response', 'body', 'cause', 'details', 'detail', 'extensions', 'message'],
];

/** Where a status stands in a sentence, and nothing else does. */
const STATUS_IN_TEXT = [
  /\b(?:status(?: ?code)?|HTTP(?:\/\d(?:\.\d)?)?|HttpError|\w*error[ _-]?code)[ :=#(]{1,3}(\d{3})\b/gi,
  /\bcode ?[:=] ?(\d{3})\b/gi,
  /\b(?:received|got|answered) (?:an? |HTTP )?(\d{3})(?=$|[.:;,)]| (?:from|unauthorized|error|response|status))/gi,
  /\b(\d{3})(?=[ :-]{1,3}\(?(?:unauthorized|forbidden|not found|too many requests|bad credentials)\b)/gi,
];
/** Where a status may stand, and the number of a ticket or of lines too. */
const NUMBER_IN_TEXT = [
  /\b(?:\w*error|API|failed with|responded(?: with)?|returned)[ :=#(]{1,3}(\d{3})\b/gi,
  /(?:^|[:-] )\[?(\d{3})(?=$|\]|[ ,:.-]* [A-Z[({-]|:)/g,
  /\((\d{3})(?=\)(?:[.:;,]|\s*$)|[ :,])/g,
];
/** Python's httpx says it within quotation marks. */
const STATUS_IN_QUOTES = /\bClient error '(\d{3}) [A-Z][A-Za-z ]+' for url '/g;
/** Texts in quotation marks, and addresses, in which the caller's arguments stand. */
const NOT_ITS_OWN =
  /"[^"]*"|`[^`]*`|(?<=^|[\s([{:=])'[^']*'(?=$|[\s)\]},.:;!?])|“[^”]*”|‘[^’]*’|\bhttps?:\/\/[^\s"'<>]*[^\s"'<>:,.)]/g;

const HOST_IN_TEXT = /\bhttps?:\/\/(?:[^\s"'<>/@]*@)?([a-z0-9.-]+(?::\d+)?)/gi;

/** The hosts, with their ports, of the addresses in a text. */
export function hostsIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(HOST_IN_TEXT), ([, host = '']) => host.toLowerCase()));
}

/** The signs in an error of any form. */
export function rejectionEvidence(error: unknown): Evidence {
  const evidence: Evidence = { statuses: new Set(), words: new Set(), hosts: new Set() };
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
  const { statuses, words, hosts } = looking.evidence;
  for (const host of hostsIn(text)) hosts.add(host);
  const sure = STATUS_IN_TEXT.map((pattern) => said.matchAll(pattern));
  for (const matches of [...sure, begin.matchAll(STATUS_IN_QUOTES)])
    for (const [, status = ''] of matches) if (isStatus(status)) statuses.add(status);
  for (const matches of NUMBER_IN_TEXT.map((pattern) => said.matchAll(pattern)))
    for (const match of matches) {
      const [, status = ''] = match;
      if (isStatus(status) && (status !== '401' || isOfAnswer(said, match))) statuses.add(status);
    }
  for (const part of said.split(/[:=()\n]|\s[-–—]\s|\.\s/)) {
    const word = rejectionWord(part);
    if (word) words.add(word);
  }
}

/**
 * Whether the number is a status: what follows it speaks of signing in, or nothing of its own follows and what stands before
 * it speaks of an answer. "Error: 401 lines" and "Error: 401: no such ticket" do not say what they count or name.
 */
function isOfAnswer(said: string, match: RegExpExecArray): boolean {
  const end = match.index + match[0].length;
  const after = said.slice(end, end + LOOKED_AT.around).replace(/^[\s\])}>.,;:-]+/, '');
  const before = said.slice(Math.max(0, match.index - LOOKED_AT.around), end).replace(/\d+$/, '');
  if (OF_SIGNING_IN.test(after)) return true;
  const isLast = after === '' || /^(?:[[{(<"'…]|from\b|for …)/.test(after);
  return isLast && (before.trim().replace(/[[(]/g, '') === '' || OF_AN_ANSWER.test(before));
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
