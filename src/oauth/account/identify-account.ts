import type { Secret } from '../../vault/secret.ts';
import { parsedExactly } from '../dialects.ts';
import type { AccountFacts, ReadAccount } from '../provider.ts';
import type { ProviderFetch } from '../provider-fetch.ts';
import { throwTellable } from '../tellable-error.ts';
import type { TokenEndpointContext } from '../token-endpoint.ts';

type Facts<Kind> = Extract<AccountFacts, { kind: Kind }>;

/**
 * Asks the provider for the account that owns an access token. Undefined if the answer names no account. Rejects like
 * `fetch`.
 */
export async function identifyAccount(
  context: TokenEndpointContext,
  facts: Facts<'endpoint' | 'request'>,
  accessToken: Secret,
): Promise<ReadAccount | undefined> {
  const asked =
    facts.kind === 'request'
      ? ownRequest(context, facts, accessToken)
      : endpoint(context.fetch, facts, accessToken);
  return asked.catch(throwTellable);
}

async function ownRequest(
  { clientId, clientSecret, variables, fetch }: TokenEndpointContext,
  facts: Facts<'request'>,
  accessToken: Secret,
): Promise<ReadAccount | undefined> {
  if (!clientSecret) return undefined;
  const input = { clientId, clientSecret: clientSecret.reveal(), token: accessToken.reveal(), variables };
  const response = await fetch(facts.build(input));
  const text = response.status === 200 ? await response.text() : undefined;
  return presentable(readSafely(facts.read, text), accessToken);
}

async function endpoint(
  fetch: ProviderFetch,
  facts: Facts<'endpoint'>,
  accessToken: Secret,
): Promise<ReadAccount | undefined> {
  const { endpoint: url, method = 'GET', headers, body, label } = facts;
  const ask = (request: { url: string; method: string; body?: string }) =>
    askAccount(fetch, { ...request, headers }, accessToken).then(({ status, text }) =>
      status === 200 ? text : undefined,
    );
  const account = presentable(readSafely(facts.read, await ask({ url, method, body })), accessToken);
  if (!account || !label) return account;
  const answer = await ask({ url: label.endpoint, method: 'GET' }).catch(() => undefined);
  return presentable({ ...account, label: readSafely(label.read, answer) ?? account.label }, accessToken);
}

/** Sends the request to the account endpoint with the access token, and returns status and body unchanged. */
export async function askAccount(
  fetch: ProviderFetch,
  request: { url: string; method: string; headers: Record<string, string>; body?: string },
  accessToken: Secret,
): Promise<{ status: number; text: string }> {
  const response = await fetch({ ...request, headers: withToken(request.headers, accessToken) });
  return { status: response.status, text: await response.text() };
}

/** The headers of a GET with the access token, which stands in `Authorization` unless a template has another place for it. */
function withToken(templates: Record<string, string>, accessToken: Secret): Record<string, string> {
  const hasPlace = Object.values(templates).some((template) => template.includes('{accessToken}'));
  const all = { ...(!hasPlace && { authorization: 'Bearer {accessToken}' }), ...templates };
  const filled = Object.entries(all).map(([name, value]) => [
    name,
    value.replaceAll('{accessToken}', () => accessToken.reveal()),
  ]);
  return { accept: 'application/json', ...Object.fromEntries(filled) };
}

/**
 * Applies `read` to the parsed JSON, in which a number is one that JSON says exactly. Undefined if there is no text, it is not
 * JSON, or `read` throws.
 */
export function readSafely<T>(
  read: (answer: unknown) => T | undefined,
  text: string | undefined,
): T | undefined {
  try {
    return text === undefined ? undefined : read(parsedExactly(text));
  } catch {
    return undefined;
  }
}

/**
 * The account with a label that is safe to show. Undefined if it has no id, or repeats the token: that names nobody, and people see
 * the label.
 */
export function presentable(account: ReadAccount | undefined, accessToken: Secret): ReadAccount | undefined {
  if (!account?.id || account.id === 'undefined' || account.id === 'null') return undefined;
  const texts = [account.id, visible(account.label)];
  if (texts.some((text) => text.includes(accessToken.reveal()))) return undefined;
  return { id: account.id, label: printable(account.label) || account.id };
}

/** A provider's text without control and invisible characters, cut to 120 characters, because people see it (T074, T175). */
export function printable(label: string): string {
  // Cut by code points: DynamoDB refuses a string with half a surrogate pair.
  return [...visible(label)].slice(0, 120).join('');
}

function visible(label: string): string {
  return label.normalize('NFC').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '');
}
