import type { Secret } from '../vault/secret.ts';
import type { AccountFacts, ReadAccount } from './provider.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import type { TokenEndpointContext } from './token-endpoint.ts';

type Facts<Kind> = Extract<AccountFacts, { kind: Kind }>;

/** Whose token this is, as the provider tells when it is asked. Undefined: it did not tell. */
export async function identifyAccount(
  context: TokenEndpointContext,
  facts: Facts<'endpoint' | 'request'>,
  accessToken: Secret,
): Promise<ReadAccount | undefined> {
  return facts.kind === 'request'
    ? ownRequest(context, facts, accessToken)
    : endpoint(context.fetch, facts, accessToken);
}

async function ownRequest(
  { clientId, clientSecret, variables, fetch }: TokenEndpointContext,
  facts: Facts<'request'>,
  accessToken: Secret,
): Promise<ReadAccount | undefined> {
  const input = { clientId, clientSecret: clientSecret.reveal(), token: accessToken.reveal(), variables };
  const response = await fetch(facts.build(input));
  const text = response.status === 200 ? await response.text() : undefined;
  return presentable(readSafely(facts.read, text));
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
  const account = presentable(readSafely(facts.read, await ask({ url, method, body })));
  if (!account || !label) return account;
  const answer = await ask({ url: label.endpoint, method: 'GET' }).catch(() => undefined);
  return presentable({ ...account, label: readSafely(label.read, answer) ?? account.label });
}

/** The account endpoint's answer, as it came. */
export async function askAccount(
  fetch: ProviderFetch,
  request: { url: string; method: string; headers: Record<string, string>; body?: string },
  accessToken: Secret,
): Promise<{ status: number; text: string }> {
  const authorization = `Bearer ${accessToken.reveal()}`;
  const headers = { accept: 'application/json', authorization, ...request.headers };
  const response = await fetch({ ...request, headers });
  return { status: response.status, text: await response.text() };
}

export function readSafely<T>(
  read: (answer: unknown) => T | undefined,
  text: string | undefined,
): T | undefined {
  try {
    return text === undefined ? undefined : read(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** An account without an id is none; its label is shown to people. */
export function presentable(account: ReadAccount | undefined): ReadAccount | undefined {
  if (!account?.id || account.id === 'undefined' || account.id === 'null') return undefined;
  return { id: account.id, label: printable(account.label) || account.id };
}

/** A provider's text is shown to people: no control or invisible characters, bounded (T074, T175). */
function printable(label: string): string {
  const shown = label.normalize('NFC').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '');
  // By code points: half a surrogate pair is text that the table does not take.
  return [...shown].slice(0, 120).join('');
}
