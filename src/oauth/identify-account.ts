import type { Secret } from '../vault/secret.ts';
import type { AccountFacts } from './provider.ts';
import type { ProviderFetch } from './provider-fetch.ts';

export interface Account {
  /** Stable at the provider. */
  id: string;
  /** What a person recognises: an address or a login. */
  label: string;
}

/** Whose token this is, as the provider's account endpoint tells. Undefined: it did not tell. */
export async function identifyAccount(
  fetch: ProviderFetch,
  facts: AccountFacts,
  accessToken: Secret,
): Promise<Account | undefined> {
  const response = await fetch({
    url: facts.endpoint,
    method: 'GET',
    headers: {
      accept: 'application/json',
      ...facts.headers,
      authorization: `Bearer ${accessToken.reveal()}`,
    },
  });
  if (response.status !== 200) return undefined;
  const account = read(await response.text(), facts);
  // An empty id would make all accounts one.
  return account?.id ? { id: account.id, label: printable(account.label) } : undefined;
}

function read(text: string, facts: AccountFacts): Account | undefined {
  try {
    return facts.read(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A provider's text is shown to people: no control or invisible characters, bounded (T074, T175). */
function printable(label: string): string {
  const shown = label.normalize('NFC').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '');
  // By code points: half a surrogate pair is text that the table does not take.
  return [...shown].slice(0, 120).join('');
}
