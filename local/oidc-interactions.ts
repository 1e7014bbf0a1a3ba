/** Serves the pages between a provider's authorization request and its answer: the choice of an account, and the consent. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import { accountsPage, type Choice } from './pages/accounts-page.ts';
import { consentPage } from './pages/consent-page.ts';
import { messagePage } from './pages/message-page.ts';
import { type Brand, sendPage } from './pages/page.ts';

/** A local provider, and what its pages show. */
export interface Interactions {
  provider: Provider;
  brand: Brand;
  choices: readonly Choice[];
  /** The text for a scope; undefined for a scope that is not shown. */
  permission: (scope: string) => string | undefined;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;
interface Step extends Interactions {
  request: IncomingMessage;
  response: ServerResponse;
  details: Details;
}

/** `/interaction/<uid>`, optionally with an action. */
const PATH = /^\/interaction\/[\w-]+(?:\/(accounts|account|allow|cancel))?$/;
const LARGEST_FORM = 4096;

/** Answers a request to an interaction page. Resolves with false for other requests. */
export async function serveInteraction(
  interactions: Interactions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const match = PATH.exec(request.url ?? '');
  if (match === null) return false;
  const action = `${request.method} ${match[1] ?? ''}`.trim();
  try {
    const details = await interactions.provider.interactionDetails(request, response);
    await act(action, { ...interactions, request, response, details });
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    const text = 'Go back to the application and start again.';
    sendPage(response, 400, messagePage(interactions.brand, 'This page has expired', text));
  }
  return true;
}

async function act(action: string, step: Step): Promise<void> {
  switch (action) {
    case 'GET':
      return step.details.prompt.name === 'login' ? showAccounts(step) : showConsent(step);
    case 'GET accounts':
      return showAccounts(step);
    case 'POST account':
      return chooseAccount(step);
    case 'POST allow':
      return allow(step);
    case 'POST cancel':
      return finish(step, { error: 'access_denied', error_description: 'The person refused the access.' });
    default:
      sendPage(
        step.response,
        405,
        messagePage(step.brand, 'This page does not exist', 'Go back to the application.'),
      );
  }
}

async function showAccounts(step: Step): Promise<void> {
  const { brand, choices } = step;
  const application = await applicationName(step);
  sendPage(step.response, 200, accountsPage({ brand, application, uid: step.details.uid, choices }));
}

async function showConsent(step: Step): Promise<void> {
  const { brand, choices, details, permission } = step;
  const permissions = requestedScopes(details).map(permission);
  sendPage(
    step.response,
    200,
    consentPage({
      brand,
      application: await applicationName(step),
      uid: details.uid,
      account: choices.find(({ id }) => id === details.session?.accountId)?.hint ?? '',
      permissions: [...new Set(permissions.filter((words) => words !== undefined))],
    }),
  );
}

async function chooseAccount(step: Step): Promise<void> {
  const account = (await readForm(step.request)).get('account');
  const choice = step.choices.find(({ id }) => id === account);
  if (choice === undefined) return showAccounts(step);
  await finish(step, { login: { accountId: choice.id } });
}

/** Every consent creates a separate grant, so that a revocation never ends another consent. */
async function allow(step: Step): Promise<void> {
  const { details, provider } = step;
  const accountId = details.session?.accountId;
  if (details.prompt.name !== 'consent' || accountId === undefined) return showAccounts(step);
  const grant = new provider.Grant({ accountId, clientId: String(details.params.client_id) });
  const scopes = requestedScopes(details).join(' ');
  grant.addOIDCScope(scopes);
  // RFC 8707: scopes of a resource are granted for that resource.
  if (typeof details.params.resource === 'string') grant.addResourceScope(details.params.resource, scopes);
  await finish(step, { consent: { grantId: await grant.save() } });
}

function finish(step: Step, result: Parameters<Provider['interactionFinished']>[2]): Promise<void> {
  const mergeWithLastSubmission = 'consent' in result;
  return step.provider.interactionFinished(step.request, step.response, result, { mergeWithLastSubmission });
}

function requestedScopes(details: Details): string[] {
  return String(details.params.scope ?? '')
    .split(' ')
    .filter((scope) => scope !== '');
}

async function applicationName({ provider, details }: Step): Promise<string> {
  const client = await provider.Client.find(String(details.params.client_id));
  return client?.clientName ?? String(details.params.client_id);
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LARGEST_FORM) throw new Error('The form is too large.');
  }
  return new URLSearchParams(text);
}
