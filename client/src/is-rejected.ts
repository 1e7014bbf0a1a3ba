/**
 * Whether the provider refused the token behind an MCP server: such servers answer HTTP 200 with a JSON-RPC error, or with
 * a result that has `isError` (T236). Pure.
 */
import { LIMITS } from './limits.ts';
import { type Evidence, hostsIn, rejectionEvidence } from './rejection-evidence.ts';
import { OTHER_REFUSALS } from './rejection-words.ts';

/** A JSON-RPC response: an error, or a result. */
export interface RpcAnswer {
  error?: unknown;
  result?: unknown;
}

/** The call that was answered. An error may quote it. */
export interface AnsweredCall {
  tool?: string | undefined;
  arguments?: unknown;
}

/** Decides for an answer whether the provider refused the token. One that throws has not said so. */
export interface IsRejected {
  (answer: RpcAnswer, call: AnsweredCall): boolean;
  /**
   * Whether results without `isError` are judged too, for a server that answers a refusal as a success. Default: only
   * errors are. The call of such a result is never repeated.
   */
  readonly judgesSuccesses?: boolean;
}

/** What the predicate says. It is asked about errors, and about successes if it wants to be. */
export function isRefused(judge: IsRejected, answer: RpcAnswer, call: AnsweredCall): boolean {
  const isAsked = errorIn(answer) !== undefined || judge.judgesSuccesses === true;
  try {
    return isAsked && judge(answer, call) === true;
  } catch {
    return false;
  }
}

/**
 * The default of `isRejected`. It looks only at errors, and there at signs in their usual places: the status 401, or a
 * code or sentence of the common providers that stands alone (`invalid_token`, `UNAUTHENTICATED`, `Bad credentials`). A
 * sign that the call itself contains does not count, since an error may quote what it was asked for. An error that says
 * 403, 404 or 429 is none.
 */
export function isRejectedByProvider(answer: RpcAnswer, call: AnsweredCall = {}): boolean {
  const said = errorIn(answer);
  if (said === undefined) return false;
  const { statuses, words, hosts } = rejectionEvidence(said);
  if (OTHER_REFUSALS.some((status) => statuses.has(status))) return false;
  const signs = signsIn({ statuses, words });
  if (signs.length === 0) return false;
  const called = asText([call.tool, call.arguments]);
  // What is called with is not JSON, or too long to be searched: nobody knows what an error may quote of it.
  if (called === undefined || called.length > LIMITS.searchedCall) return false;
  // The address of a page that the call asked for: the page refused, and not the provider.
  if (hosts.size > 0 && [...hostsIn(called)].some((host) => hosts.has(host))) return false;
  const isSaidByCall = quotedIn(called);
  return signs.some((sign) => !isSaidByCall(sign));
}

/** With a status that is an error of another kind, such as 400 or 500, a word alone says nothing. */
function signsIn({ statuses, words }: Pick<Evidence, 'statuses' | 'words'>): string[] {
  if (statuses.has('401')) return ['401'];
  return [...statuses].some((status) => /^[45]/.test(status)) ? [] : [...words];
}

/** What an answer says as an error. Undefined: it is none. */
export function errorIn({ error, result }: RpcAnswer): unknown {
  if (typeof error === 'object' && error !== null) return error;
  const { isError, content, structuredContent } = (result ?? {}) as Record<string, unknown>;
  if (isError === true) return { details: [...textsIn(content), structuredContent] };
  return undefined;
}

/**
 * For Notion's own server, `@notionhq/notion-mcp-server`, which answers a refusal as a success: the default, and a result
 * that consists of nothing but Notion's error object. Set it as `isRejected` for this server only, because a page that
 * consists of such an object looks the same.
 */
export const isRejectedByNotion: IsRejected = Object.assign(
  (answer: RpcAnswer, call: AnsweredCall = {}) =>
    isRejectedByProvider(answer, call) || isNotionError(answer.result),
  { judgesSuccesses: true },
);

function isNotionError(result: unknown): boolean {
  const { isError, content, structuredContent } = (result ?? {}) as Record<string, unknown>;
  const [text, ...more] = Array.isArray(content) && content.length === 1 ? textsIn(content) : [];
  if (isError !== undefined || structuredContent !== undefined || text === undefined || more.length > 0)
    return false;
  if (text.length > 2_000 || !text.startsWith('{')) return false;
  try {
    const { object, status, code } = JSON.parse(text);
    return object === 'error' && status === 401 && code === 'unauthorized';
  } catch {
    return false;
  }
}

function textsIn(content: unknown): string[] {
  if (!Array.isArray(content)) return [];
  return content
    .slice(0, 5)
    .map((block: unknown) => (block as { text?: unknown } | null)?.text)
    .filter((text) => typeof text === 'string');
}

/** Whether the call contains a sign, in whatever case and spelling: in a URL, in JSON, with other marks between its words. */
function quotedIn(called: string): (sign: string) => boolean {
  const spoken = plain(`${called} ${decoded(called)}`);
  return (sign) => spoken.includes(plain(sign));
}

/** Undefined: it is not JSON. */
function asText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const plain = (text: string) => ` ${text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')} `.replace(/ +/g, ' ');
const decoded = (text: string) =>
  text.replace(/%([0-9a-f]{2})|\\u([0-9a-f]{4})/gi, (_, byte?: string, unit?: string) =>
    String.fromCharCode(Number.parseInt(byte ?? unit ?? '20', 16)),
  );
