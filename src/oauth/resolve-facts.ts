/** Puts the values of a provider's variables into its endpoints. Pure. */
import type { AccountFacts, OAuthFacts, Provider, ProviderVariable, RevocationFacts } from './provider.ts';

/** Values of variables by name. */
export type Values = Readonly<Record<string, string>>;

/** A variable that cannot be used. The message names neither the variable nor its value. */
export class BadVariable extends Error {
  constructor() {
    super('a variable of the provider is missing, unknown or malformed');
    this.name = 'BadVariable';
  }
}

/**
 * The values of the variables that are known before the redirect. The app's value comes first, then the consent's, then the
 * default. Throws {@link BadVariable} for a variable that is unknown, missing or malformed; an empty value is malformed (T143).
 */
export function variableValues(
  provider: Provider,
  given: { app: Values; connection: Values },
): Record<string, string> {
  const known = provider.variables ?? {};
  const names = new Set(Object.keys(known));
  if ([...Object.keys(given.app), ...Object.keys(given.connection)].some((name) => !names.has(name)))
    throw new BadVariable();
  const values = Object.entries(known).map(([name, variable]) => {
    const own = Object.hasOwn(given.app, name) ? given.app[name] : undefined;
    const asked = Object.hasOwn(given.connection, name) ? given.connection[name] : undefined;
    if (asked !== undefined && variable.of !== 'connection') throw new BadVariable();
    if (own !== undefined && variable.of === 'callback') throw new BadVariable();
    return variable.of === 'callback' ? {} : variableValue(name, variable, own ?? asked);
  });
  return Object.assign({}, ...values);
}

/** The values of all variables, as a row has them. Throws {@link BadVariable}, also for one that is missing. */
export function storedValues(provider: Provider, stored: Values): Record<string, string> {
  const known = provider.variables ?? {};
  if (Object.keys(stored).some((name) => !Object.hasOwn(known, name))) throw new BadVariable();
  const values = Object.entries(known).map(([name, variable]) =>
    variableValue(name, variable, Object.hasOwn(stored, name) ? stored[name] : undefined),
  );
  return Object.assign({}, ...values);
}

/** The value, or the default, with what it stands for. Throws {@link BadVariable}. */
export function variableValue(
  name: string,
  variable: ProviderVariable,
  given: string | undefined,
): Record<string, string> {
  const value = given ?? variable.default;
  if (value === undefined || !new RegExp(variable.pattern).test(value)) throw new BadVariable();
  return { [name]: value, ...derived(variable, value) };
}

function derived({ derives }: ProviderVariable, value: string): Values {
  if (!derives) return {};
  if (!Object.hasOwn(derives, value)) throw new BadVariable();
  return derives[value] as Values;
}

/** The default values of a provider's variables, with the values derived from them. */
export function defaultValues(variables: Provider['variables'] = {}): Values {
  const chosen = Object.entries(variables).map(([name, variable]) =>
    variable.default === undefined
      ? {}
      : { [name]: variable.default, ...derived(variable, variable.default) },
  );
  return Object.assign({}, ...chosen);
}

/** The OAuth facts with every `{variable}` in endpoints and hosts replaced by its value. */
export function resolveFacts(facts: OAuthFacts, values: Values): OAuthFacts {
  return {
    ...facts,
    issuer: fill(facts.issuer, values),
    authorizationEndpoint: fill(facts.authorizationEndpoint, values),
    tokenEndpoint: fill(facts.tokenEndpoint, values),
    authorizationParameters: fillEach(facts.authorizationParameters, values),
    ...(facts.refreshEndpoint && { refreshEndpoint: fill(facts.refreshEndpoint, values) }),
    ...(facts.refreshEndpointIfMissing && {
      refreshEndpointIfMissing: fill(facts.refreshEndpointIfMissing, values),
    }),
    revocation: resolveRevocation(facts.revocation, values),
    account: resolveAccount(facts.account, values),
    ...(facts.tenants && {
      tenants: { ...facts.tenants, endpoint: fill(facts.tenants.endpoint, values) },
    }),
  };
}

/**
 * The context with the facts of a connection: its endpoints may name them, and its own requests are built with them. Facts that
 * are not of the provider's patterns fill in nothing.
 */
export function withConnectionFacts<T extends { facts: OAuthFacts; variables: Record<string, string> }>(
  context: T,
  known: Values,
): T {
  const own = areConnectionFacts(context.facts, known) ? known : {};
  return {
    ...context,
    facts: resolveFacts(context.facts, own),
    variables: { ...context.variables, ...own },
  };
}

/** Whether connection facts have names and values of the provider's patterns. */
export function areConnectionFacts(
  { connectionFactPatterns: patterns = {} }: Pick<OAuthFacts, 'connectionFactPatterns'>,
  facts: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(facts).every(
    ([name, value]) =>
      typeof value === 'string' &&
      Object.hasOwn(patterns, name) &&
      new RegExp(patterns[name] as string).test(value),
  );
}

function resolveRevocation(revocation: RevocationFacts, values: Values): RevocationFacts {
  const byHandAt = fill(revocation.byHandAt, values);
  if (revocation.kind === 'none') return { ...revocation, byHandAt };
  const { grantOf } = revocation;
  const filled = { byHandAt, ...(grantOf !== undefined && { grantOf: fill(grantOf, values) }) };
  return revocation.kind === 'rfc7009'
    ? { ...revocation, ...filled, endpoint: fill(revocation.endpoint, values) }
    : { ...revocation, ...filled, host: fill(revocation.host, values) };
}

function resolveAccount(account: AccountFacts, values: Values): AccountFacts {
  if (account.kind !== 'endpoint') return account;
  const { label } = account;
  return {
    ...account,
    endpoint: fill(account.endpoint, values),
    ...(label && { label: { ...label, endpoint: fill(label.endpoint, values) } }),
  };
}

/** Fills in each value. */
export function fillEach(templates: Values, values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, value]) => [name, fill(value, values)]));
}

/**
 * The expression that `iss` must match, in which each value stands for its own text alone. Undefined: the provider has one
 * issuer. A variable without a value makes an expression that matches nothing.
 */
export function issuerPattern({ issuerPattern: source }: OAuthFacts, values: Values): RegExp | undefined {
  if (source === undefined) return undefined;
  // A name begins with a letter, and a quantifier such as {36} does not.
  const filled = source.replace(/\{([A-Za-z]\w*)\}/g, (_whole, name: string) =>
    Object.hasOwn(values, name) ? asText(values[name] as string) : '(?!)',
  );
  return new RegExp(filled);
}

function asText(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Replaces each `{name}` by its value. A name without a value stays, which makes a URL invalid. */
export function fill(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : whole,
  );
}
