/** Finds the secret values of an injection. Pure. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { LIMITS } from './limits.ts';

interface Candidate {
  text: string;
  /** Its scheme or its name is that of a credential. */
  isNamed: boolean;
  /** Both are those of a credential. The text then counts as secret, whatever it looks like. */
  isCertain?: boolean;
}

/** The values of an injection, and what of them the injector says is secret. */
export type Values = Pick<Injection, 'headers' | 'query' | 'env' | 'secrets'>;

/** The secrets of an injection: those that the injector lists or, if an older injector lists none, those that its values show. */
export function secretsOf({ secrets, ...values }: Values): string[] {
  if (!secrets) return guessedSecrets(values);
  const listed = secrets.flatMap((secret) => [secret, decodedOfUrl(secret)]);
  return [...new Set(listed)].filter((text) => text.length >= LIMITS.shortestSecret);
}

/**
 * The secrets of an answer that does not list them. Other values, such as `Notion-Version` or `X-Atlassian-Cloud-Id`, may
 * appear in answers. Values with the name or scheme of a credential are secret; if there is none, all are.
 */
function guessedSecrets({ headers, query, env }: Omit<Values, 'secrets'>): string[] {
  const values = [env, query, headers].flatMap((part) => Object.entries(part ?? {}));
  const candidates = values.flatMap(([name, value]) => candidatesIn(name, value));
  const secret = candidates.filter(
    ({ text, isCertain }) => text.length >= LIMITS.shortestSecret && (isCertain || !isPublic(text)),
  );
  const named = secret.filter(({ isNamed }) => isNamed);
  return [...new Set((named.length > 0 ? named : secret).map(({ text }) => text))];
}

const CREDENTIAL_NAME = /auth|token|secret|key|pass|credential/i;
/** A value with a scheme: `Bearer x`, `Basic x`, `Sentry-Bearer x`, `Zoho-oauthtoken x`. */
const WITH_SCHEME = /^[A-Za-z][A-Za-z-]* +(\S.*)$/;

function candidatesIn(name: string, value: string): Candidate[] {
  const json = membersOf(value);
  if (json) return json.flatMap(([member, leaf]) => candidatesIn(member, leaf));
  const fields = fieldsOf(value)?.flatMap(([field, leaf]) => candidatesIn(field, leaf));
  if (!fields) return credentialsIn(name, value);
  if (!WITH_SCHEME.test(value)) return fields;
  // `Bearer :x` is a field with a space before its colon, or a scheme whose token begins with a colon.
  return [...fields.map((field) => ({ ...field, isNamed: true })), ...credentialsIn(name, value)];
}

function credentialsIn(name: string, value: string): Candidate[] {
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

/**
 * The fields of `Name:value,Other:value`, in which some servers take several headers in one variable. A URL is not such a
 * field.
 */
function fieldsOf(value: string): [string, string][] | undefined {
  const fields = value
    .split(/[,;\n]/)
    .map((part) => /^\s*([A-Za-z][A-Za-z0-9-]*)\s*:\s*(?!\/\/)(\S.*)$/.exec(part));
  if (!fields.every((field) => field !== null)) return undefined;
  return fields.map(([, name = '', text = '']) => [name, text]);
}

/** Secrets inside a text: the value after `name=`, as in `Token token=…`, and the password and query values of a URL. */
function partsWithin(text: string): string[] {
  const assigned = /^[A-Za-z][A-Za-z0-9_-]*=\s*"?([^"\s]+)"?$/.exec(text)?.[1];
  if (assigned !== undefined && !/^=*$/.test(assigned)) return [assigned];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return [];
  const { password, searchParams } = new URL(text);
  return [decodedOfUrl(password), ...searchParams.values()].filter((part) => part !== '');
}

/** As a server has it that took it from a URL; the text itself if it is not encoded. */
function decodedOfUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The password of Basic credentials: the text after the first colon (RFC 7617). */
function passwordOf(text: string): string {
  return text.slice(text.indexOf(':') + 1);
}

/** The members of a JSON object whose values are strings. */
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

/** The decoded text if the value is base64 of printable text. Random bytes are almost never printable. */
function decodedText(value: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e]{4,}$/.test(text) ? text : undefined;
}

/** Whether the text is a URL, a host name, an e-mail address or a date. */
function isPublic(text: string): boolean {
  return (
    /^https?:\/\//i.test(text) ||
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,24}(:\d+)?$/.test(text) ||
    /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(text) ||
    /^\d{4}-\d{2}-\d{2}([T ].*)?$/.test(text)
  );
}
