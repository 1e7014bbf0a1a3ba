/**
 * Reads which scopes a server asks for with `403` and `insufficient_scope` (RFC 6750 section 3.1; MCP 2025-11-25, "Scope
 * Challenge Handling"). The header is hostile input: what is outside the grammar or the limits asks for nothing. Pure.
 */
import { LIMITS } from './limits.ts';

/** RFC 6749 section 3.3. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
/** RFC 9110 section 5.6.2. */
const TCHAR = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
/** RFC 9110 section 5.6.4. */
const QUOTED = String.raw`"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"`;
/** RFC 9110 section 11.2: a name, `=` with optional blanks, and a token or a quoted string. */
const PARAMETER = new RegExp(`(${TCHAR}+)[ \\t]*=[ \\t]*(${TCHAR}+|${QUOTED})(?=[ \\t]*(?:,|$))`, 'y');
/** A scheme, alone or before its first parameter or its token68. */
const SCHEME = new RegExp(
  `(${TCHAR}+)(?: +(?:([A-Za-z0-9._~+/-]+=*)(?=[ \\t]*(?:,|$)))?|(?=[ \\t]*(?:,|$)))`,
  'y',
);
const BETWEEN = /[ \t]*(?:$|,[ \t,]*)/y;
const BEFORE = /[ \t,]*/y;

interface Challenge {
  scheme: string;
  /** By names in small letters. A name that is given twice has no value (RFC 6750 section 3). */
  parameters: Map<string, string | undefined>;
}

/** The scopes, each once. Undefined: the header has no such challenge, is malformed, or asks for more than the limits allow. */
export function challengedScopes(header: string | null): string[] | undefined {
  if (header === null || header.length > LIMITS.challenge) return undefined;
  const challenge = challengesIn(header)?.find(
    ({ scheme, parameters }) => scheme === 'bearer' && parameters.get('error') === 'insufficient_scope',
  );
  const scopes = [...new Set(challenge?.parameters.get('scope')?.split(' '))];
  if (scopes.length === 0 || scopes.length > LIMITS.challengedScopes) return undefined;
  return scopes.every(isScope) ? scopes : undefined;
}

const isScope = (scope: string) => SCOPE_TOKEN.test(scope) && scope.length <= LIMITS.challengedScope;

/** RFC 9110 section 11.6.1. Undefined: the header is not of its grammar. */
function challengesIn(header: string): Challenge[] | undefined {
  const challenges: Challenge[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found) at = pattern.lastIndex;
    return found;
  };
  take(BEFORE);
  while (at < header.length) {
    // After a comma comes a further parameter of the same challenge, or the next scheme.
    const current = challenges.at(-1);
    const parameter = current && take(PARAMETER);
    if (parameter) {
      addParameter(current, parameter);
    } else {
      const scheme = take(SCHEME);
      if (!scheme) return undefined;
      const challenge: Challenge = { scheme: scheme[1]?.toLowerCase() ?? '', parameters: new Map() };
      challenges.push(challenge);
      const first = scheme[2] === undefined && take(PARAMETER);
      if (first) addParameter(challenge, first);
    }
    if (at < header.length && !take(BETWEEN)) return undefined;
  }
  return challenges;
}

function addParameter({ parameters }: Challenge, [, name = '', value = '']: RegExpExecArray): void {
  const key = name.toLowerCase();
  parameters.set(key, parameters.has(key) ? undefined : unquoted(value));
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
}
