/**
 * JSON that every parser reads the same. RFC 8259 section 4 leaves open which of two members with one name counts, and some
 * parsers take names in another case for the same (T204). Pure.
 */
import { DOOR_LIMITS } from '../door-limits.ts';

/** What matters of JSON's grammar once a parser has accepted the text. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/** The parsed text. Undefined: it is not JSON, an object has a member twice, or it is too deep. */
export function strictJson(text: string): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return hasRepeatedMember(text) ? undefined : { value };
  } catch {
    // The parser's error would quote the text.
    return undefined;
  }
}

/** The text is JSON. A string before a colon is a name; an array has no names. */
function hasRepeatedMember(text: string): boolean {
  const open: Set<string>[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const name: string = JSON.parse(last);
      const names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    }
    if (open.length > DOOR_LIMITS.jsonDepth) return true;
    last = token;
  }
  return false;
}

/**
 * Whether all parsers find the same members in an object. Each of the names stands in the object in its own spelling or not at
 * all. No two names of the object differ in case alone: Go takes `Method` for `method`, and folds U+017F and U+212A too. No name
 * has a control or format character: parsers in C end a name at a NUL, and other parsers drop invisible characters.
 */
export function isUnambiguous(object: object, names: readonly string[]): boolean {
  const own = Object.keys(object);
  const folded = own.map(fold);
  if (new Set(folded).size < own.length || own.some((name) => /\p{C}/u.test(name))) return false;
  const known = new Set(names.map(fold));
  return own.every((name) => names.includes(name) || !known.has(fold(name)));
}

const fold = (name: string) => name.toUpperCase().toLowerCase();
