/**
 * What of an injection is secret, and every form in which a server that repeats it by mistake would write it. A server that
 * wants to smuggle it out can: it has the token. Pure.
 */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { LIMITS } from './limits.ts';

/** Byte strings to look for, none inside another. */
export function needlesOf(injection: Pick<Injection, 'headers' | 'query' | 'env'>): Buffer[] {
  const forms = secretsOf(injection).flatMap(formsOf);
  const unique = [...new Set(forms)].sort((a, b) => a.length - b.length);
  const kept: string[] = [];
  for (const form of unique) if (!kept.some((shorter) => form.includes(shorter))) kept.push(form);
  return kept.map((form) => Buffer.from(form));
}

interface Candidate {
  text: string;
  /** Its scheme or name says that it is a credential. */
  isNamed: boolean;
  /** Both say so. Then it is one, whatever it looks like. */
  isCertain?: boolean;
}

/**
 * The contract does not say which value holds the token and which is a companion, such as `Notion-Version` or
 * `X-Atlassian-Cloud-Id`, that answers may repeat. Names say it nearly always; where none does, all count.
 */
export function secretsOf({ headers, query, env }: Pick<Injection, 'headers' | 'query' | 'env'>): string[] {
  const values = [env, query, headers].flatMap((part) => Object.entries(part ?? {}));
  const candidates = values.flatMap(([name, value]) => candidatesIn(name, value));
  const secret = candidates.filter(
    ({ text, isCertain }) => text.length >= LIMITS.shortestSecret && (isCertain || !isPublic(text)),
  );
  const named = secret.filter(({ isNamed }) => isNamed);
  return [...new Set((named.length > 0 ? named : secret).map(({ text }) => text))];
}

const CREDENTIAL_NAME = /auth|token|secret|key|pass|credential/i;
/** `Bearer x`, `Basic x`, `Sentry-Bearer x`, `Zoho-oauthtoken x`. */
const WITH_SCHEME = /^[A-Za-z][A-Za-z-]* +(\S.*)$/;

function candidatesIn(name: string, value: string): Candidate[] {
  const json = membersOf(value);
  if (json) return json.flatMap(([member, leaf]) => candidatesIn(member, leaf));
  const fields = fieldsOf(value);
  if (fields) return fields.flatMap(([field, leaf]) => candidatesIn(field, leaf));
  const credentials = WITH_SCHEME.exec(value)?.[1];
  const text = credentials ?? value;
  const hasScheme = credentials !== undefined;
  const hasName = CREDENTIAL_NAME.test(name);
  const found = { text, isNamed: hasScheme || hasName, isCertain: hasScheme && hasName };
  const within = partsWithin(text);
  if (within.length > 0) return [found, ...within.map((part) => ({ ...found, text: part, isNamed: true }))];
  const decoded = decodedText(text);
  if (decoded === undefined) return [found];
  if (membersOf(decoded)) return [found, ...candidatesIn(name, decoded)];
  return [found, { ...found, text: passwordOf(decoded) }];
}

/** The parts of `Name:value,Other:value`, as some servers take several headers in one variable. An address is no such part. */
function fieldsOf(value: string): [string, string][] | undefined {
  const fields = value
    .split(/[,;\n]/)
    .map((part) => /^\s*([A-Za-z][A-Za-z0-9-]*)\s*:\s*(?!\/\/)(\S.*)$/.exec(part));
  if (!fields.every((field) => field !== null)) return undefined;
  return fields.map(([, name = '', text = '']) => [name, text]);
}

/** What stands behind `name=`, as in `Token token=…`; the password and the query of an address, as in `https://u:…@host/`. */
function partsWithin(text: string): string[] {
  const assigned = /^[A-Za-z][A-Za-z0-9_-]*=\s*"?([^"\s]+)"?$/.exec(text)?.[1];
  if (assigned !== undefined && !/^=*$/.test(assigned)) return [assigned];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return [];
  const { password, searchParams } = new URL(text);
  const plain = /%(?![0-9a-f]{2})/i.test(password) ? password : decodeURIComponent(password);
  return [plain, ...searchParams.values()].filter((part) => part !== '');
}

/** RFC 7617: what stands behind the first colon. */
function passwordOf(text: string): string {
  return text.slice(text.indexOf(':') + 1);
}

/** The members of a JSON object whose values are texts. */
function membersOf(value: string): [string, string][] | undefined {
  if (!value.startsWith('{')) return undefined;
  try {
    return Object.entries(JSON.parse(value)).filter(
      (member): member is [string, string] => typeof member[1] === 'string',
    );
  } catch {
    return undefined;
  }
}

/** Printable text under base64. Random bytes are next to never printable. */
function decodedText(value: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e]{4,}$/.test(text) ? text : undefined;
}

/** Addresses, host names, mail addresses and dates. */
function isPublic(text: string): boolean {
  return (
    /^https?:\/\//i.test(text) ||
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,24}(:\d+)?$/.test(text) ||
    /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(text) ||
    /^\d{4}-\d{2}-\d{2}([T ].*)?$/.test(text)
  );
}

/** As it is, in JSON, in URLs, in hexadecimal, and inside base64 of something longer. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    secret,
    ...jsonForms(secret),
    ...jsonForms(secret).flatMap(jsonForms),
    ...urlForms(secret),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ];
}

/** JSON.stringify's; PHP's, which escapes `/`; and those of writers that are careful with HTML, in either case. */
function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const unicode = (upper: boolean, characters: RegExp) =>
    plain.replace(characters, (character) => {
      const code = character.charCodeAt(0).toString(16).padStart(4, '0');
      return `\\u${upper ? code.toUpperCase() : code}`;
    });
  return [plain, plain.replaceAll('/', '\\/'), unicode(false, /[=&<>']/g), unicode(true, /[+&<>'`]/g)];
}

function urlForms(text: string): string[] {
  const escaped = encodeURIComponent(text);
  // RFC 3986 escapes five more than the function does, and servers write hexadecimal digits in either case.
  const strict = escaped.replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ a: text }).toString().slice(2);
  const upper = [escaped, strict, form];
  return [...upper, ...upper.map((each) => each.replace(/%../g, (code) => code.toLowerCase()))];
}

/**
 * Three bytes make four characters, so the secret looks different behind 0, 1 or 2 bytes of something else. What those bytes
 * and the ones behind the secret have a part in is left out.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const first = Math.ceil((before * 8) / 6);
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    const sure = encoded.slice(first, whole);
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
