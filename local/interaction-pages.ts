/** The pages of an interaction: which account it is, and what it allows. */
import type { ServerResponse } from 'node:http';
import type { Client, Provider } from 'oidc-provider';
import type { FormTokens } from './form-token.ts';
import { accountsPage, type Choice } from './pages/accounts-page.ts';
import { type ClientQuestion, clientConsentPage } from './pages/client-consent-page.ts';
import { consentPage } from './pages/consent-page.ts';
import { type Brand, type Page, sendPage } from './pages/page.ts';

export type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** A local provider, and what its pages show. */
export interface Interactions {
  provider: Provider;
  brand: Brand;
  choices: readonly Choice[];
  /** The text for a scope; undefined for a scope that is not shown. */
  permission: (scope: string) => string | undefined;
  /** The question about a client that registered itself. Undefined: it is a client that the provider knows. */
  questionOf?: (asked: Asked) => SelfRegistered | undefined;
  /** A person has allowed a client. */
  onAllowed?: (clientId: string) => Promise<void>;
}

export interface Asked {
  client: Client;
  params: Details['params'];
  accountId: string | undefined;
}

/** What the page of such a client says, and the redirect URI to which its forms lead in the end. */
export type SelfRegistered = Omit<ClientQuestion, 'brand' | 'uid' | 'account' | 'token'> & {
  redirectUri: string;
};

/** What a page of an interaction is made of. */
export interface Shown extends Interactions {
  tokens: FormTokens;
  response: ServerResponse;
  details: Details;
}

export async function showAccounts(shown: Shown): Promise<void> {
  const { brand, choices } = shown;
  const { application, question } = await askedBy(shown);
  send(shown, accountsPage({ brand, application, choices, ...formOf(shown) }), question);
}

export async function showConsent(shown: Shown): Promise<void> {
  const { brand, choices, details, permission } = shown;
  const { application, question } = await askedBy(shown);
  const choice = choices.find(({ id }) => id === details.session?.accountId);
  if (question !== undefined) {
    const account = choice?.name ?? '';
    return send(shown, clientConsentPage({ ...question, brand, account, ...formOf(shown) }), question);
  }
  const words = requestedScopes(details).map(permission);
  const permissions = [...new Set(words.filter((text) => text !== undefined))];
  const account = choice?.hint ?? '';
  send(shown, consentPage({ brand, application, account, permissions, ...formOf(shown) }), question);
}

export function requestedScopes(details: Details): string[] {
  return String(details.params.scope ?? '')
    .split(' ')
    .filter((scope) => scope !== '');
}

function formOf({ tokens, details }: Shown) {
  return { uid: details.uid, token: tokens.make(details.uid, details.session?.accountId) };
}

async function askedBy({ provider, details, questionOf }: Shown) {
  const { params, session } = details;
  const client = await provider.Client.find(String(params.client_id));
  const question = client && questionOf?.({ client, params, accountId: session?.accountId });
  const application = question?.application ?? client?.clientName ?? String(params.client_id);
  return { application, question };
}

function send({ response }: Shown, page: Page, question: SelfRegistered | undefined): void {
  sendPage(response, 200, question === undefined ? page : { ...page, leadsTo: question.redirectUri });
}
