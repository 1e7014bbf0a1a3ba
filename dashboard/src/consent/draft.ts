/** What a person has chosen on the page of a consent, the faults of the choice, and the request that starts the consent. */
import type { Connection, Server, StartRequest } from '../api/types.ts';
import { labelFault, labelIn, type Target, takenLabels } from './account-target.ts';
import { type AppOwner, appStill, firstApp } from './app-choice.ts';
import { firstChoice } from './first-choice.ts';
import { type Choice, productsWithoutScope } from './product-choice.ts';
import { valueFault } from './variable-value.ts';
import { firstWanted, scopeFault } from './wanted-scopes.ts';
import type { Wish } from './wish.ts';

export interface Draft {
  /** Undefined: none of the OAuth apps can be used, or the provider is a remote MCP server, which has its own OAuth client. */
  app: AppOwner | undefined;
  target: Target;
  choice: Choice;
  /** Scopes that the person ticked beside those of the products: a server needs them, or the link asks for them. */
  wanted: string[];
  variables: Record<string, string>;
}

/** What the page shows when it opens, and again when the person chooses another account. Pure. */
export function firstDraft(
  wish: Wish,
  target: Target,
  app = firstApp(wish.provider, wish.connection),
): Draft {
  const wanted = firstWanted(wish, app);
  return { app, target, choice: firstChoice(wish), wanted, variables: valuesBefore(wish) };
}

/** The draft of a request whose consent failed, so that the person can start the consent again. Pure. */
export function draftOf(wish: Wish, target: Target, request: StartRequest): Draft {
  const { apps = [], scopes = [], variables = {} } = request;
  const { provider } = wish;
  const optional = new Set(provider.apps.flatMap((product) => product.scopes.map(({ scope }) => scope)));
  const app = appStill(provider, request.app);
  const isWished = new Set([...wish.needed, ...wish.asked.map(({ scope }) => scope)]);
  const own = scopes.filter((scope) => optional.has(scope) && !isWished.has(scope));
  const wanted = scopes.filter((scope) => isWished.has(scope));
  return { app, target, choice: { apps, scopes: own }, wanted, variables };
}

export interface DraftFaults {
  label?: string;
  products?: string;
  /** The fault of each variable, by the name of the variable. */
  variables: Record<string, string>;
}

/** Why the API would refuse the request of the draft, as far as the page knows. Pure. */
export function faultsOf(wish: Wish, draft: Draft, connections: Connection[]): DraftFaults {
  const { provider, connection, server } = wish;
  const { target, choice, wanted, variables } = draft;
  const label =
    target.kind === 'new' ? labelFault(target.label, takenLabels(provider, connections)) : undefined;
  const isNothing = choice.apps.length + choice.scopes.length + wanted.length === 0;
  const needsProduct = provider.apps.length > 0 && connection === undefined && server === undefined;
  const [empty] = productsWithoutScope(provider, choice, wanted);
  const products =
    isNothing && needsProduct
      ? 'Choose at least one product.'
      : empty && `Tick at least one permission of ${empty}.`;
  return {
    ...(label !== undefined && { label }),
    ...(products !== undefined && { products }),
    variables: Object.fromEntries(
      provider.variables
        .filter(({ of }) => of === 'connection')
        .map((variable) => [variable.name, valueFault(variable, variables[variable.name] ?? '')] as const)
        .filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

/** The faults to show before the person tries to go on: faults of what the person typed, and not of what is missing. Pure. */
export function faultsWhileTyping({ label }: DraftFaults, { target }: Draft): DraftFaults {
  const isTyped = target.kind === 'new' && target.label !== '';
  return { ...(label !== undefined && isTyped && { label }), variables: {} };
}

export function isFaultless({ label, products, variables }: DraftFaults): boolean {
  return label === undefined && products === undefined && Object.keys(variables).length === 0;
}

/** The request that starts the consent. A remote MCP server has one product, which each request includes. Pure. */
export function requestOf({ provider }: Wish, draft: Draft, remote: Server | undefined): StartRequest {
  const { app, target, choice, wanted, variables } = draft;
  const askable = wanted.filter((scope) => scopeFault(provider, app, scope) === undefined);
  return {
    provider: provider.id,
    ...labelIn(target, provider.id),
    ...(remote === undefined && app !== undefined && { app }),
    apps: remote === undefined ? choice.apps : provider.apps.map(({ id }) => id),
    scopes: [...new Set([...choice.scopes, ...(remote === undefined ? askable : wanted)])],
    variables,
  };
}

/** The variables of the connection that a consent can set. The variables of the OAuth app are no part of a consent. */
function valuesBefore({ provider, connection }: Wish): Record<string, string> {
  const names = provider.variables.filter(({ of }) => of === 'connection').map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(connection?.variables ?? {}).filter(([name]) => names.includes(name)),
  );
}
