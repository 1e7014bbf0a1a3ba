/** Serves the pages between a provider's authorization request and its answer: the choice of an account, and the consent. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { FormTokens } from './form-token.ts';
import {
  type Interactions,
  requestedScopes,
  type Shown,
  showAccounts,
  showConsent,
} from './interaction-pages.ts';
import { messagePage } from './pages/message-page.ts';
import { sendPage } from './pages/page.ts';

interface Step extends Shown {
  request: IncomingMessage;
}

/** `/interaction/<uid>`, optionally with an action. */
const PATH = /^\/interaction\/[\w-]+(?:\/(accounts|account|allow|cancel))?$/;
const LARGEST_FORM = 4096;

/** The form is not one of the page that this person was shown. */
class ForeignForm extends Error {}

/** Answers a request to an interaction page. Resolves with false for other requests. */
export async function serveInteraction(
  interactions: Interactions & { tokens: FormTokens },
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
    if (!(error instanceof errors.SessionNotFound || error instanceof ForeignForm)) throw error;
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
      return chooseAccount(step, await readForm(step));
    case 'POST allow':
      await readForm(step);
      return allow(step);
    case 'POST cancel':
      await readForm(step);
      return finish(step, { error: 'access_denied', error_description: 'The person refused the access.' });
    default:
      sendPage(
        step.response,
        405,
        messagePage(step.brand, 'This page does not exist', 'Go back to the application.'),
      );
  }
}

async function chooseAccount(step: Step, form: URLSearchParams): Promise<void> {
  const choice = step.choices.find(({ id }) => id === form.get('account'));
  if (choice === undefined) return showAccounts(step);
  await finish(step, { login: { accountId: choice.id } });
}

/** Every consent creates a separate grant, so that a revocation never ends another consent. */
async function allow(step: Step): Promise<void> {
  const { details, provider } = step;
  const accountId = details.session?.accountId;
  if (details.prompt.name !== 'consent' || accountId === undefined) return showAccounts(step);
  const clientId = String(details.params.client_id);
  const grant = new provider.Grant({ accountId, clientId });
  const scopes = requestedScopes(details).join(' ');
  grant.addOIDCScope(scopes);
  // RFC 8707: scopes of a resource are granted for that resource.
  if (typeof details.params.resource === 'string') grant.addResourceScope(details.params.resource, scopes);
  await step.onAllowed?.(clientId);
  await finish(step, { consent: { grantId: await grant.save() } });
}

function finish(step: Step, result: Parameters<Provider['interactionFinished']>[2]): Promise<void> {
  const mergeWithLastSubmission = 'consent' in result;
  return step.provider.interactionFinished(step.request, step.response, result, { mergeWithLastSubmission });
}

/** The form's fields. @throws {ForeignForm} */
async function readForm({ request, tokens, details }: Step): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LARGEST_FORM) throw new ForeignForm();
  }
  const form = new URLSearchParams(text);
  if (!tokens.isOf(form.get('token') ?? '', details.uid, details.session?.accountId)) throw new ForeignForm();
  return form;
}
