/** The rules for a provider's definition, as one list of what is wrong with it. */
import type { Provider } from '../../src/oauth/provider.ts';
import { accountReader } from './definition-rules/account-reader.ts';
import { addresses } from './definition-rules/addresses.ts';
import { authorization } from './definition-rules/authorization.ts';
import { errors } from './definition-rules/errors.ts';
import { issuerPattern } from './definition-rules/issuer-pattern.ts';
import { lifetimes, refreshEndpoints } from './definition-rules/lifetimes.ts';
import { revocationProof, revocationRequest } from './definition-rules/revocation.ts';
import type { Rule } from './definition-rules/rule.ts';
import { scopes } from './definition-rules/scopes.ts';
import { registrations, servers } from './definition-rules/servers.ts';
import { source } from './definition-rules/source.ts';
import { connectionFacts, variables } from './definition-rules/variables.ts';

export { sampleValues } from './definition-rules/sample-values.ts';

const OF_EACH: readonly Rule[] = [
  ...[authorization, issuerPattern, scopes, lifetimes, errors, refreshEndpoints],
  ...[revocationProof, revocationRequest, servers, registrations],
  ...[connectionFacts, variables, accountReader],
];
/** Of deployed definitions alone: the demo's addresses are of this machine, and its document is its own code. */
const OF_DEPLOYED: readonly Rule[] = [addresses, source];

/** What is wrong with any definition. */
export function definitionFaults(provider: Provider): string[] {
  return faultsBy(OF_EACH, provider);
}

/** What is wrong with a definition that is deployed: every rule to which it can be held without its provider. */
export function catalogueFaults(provider: Provider): string[] {
  return faultsBy([...OF_EACH, ...OF_DEPLOYED], provider);
}

function faultsBy(rules: readonly Rule[], provider: Provider): string[] {
  return rules.flatMap((rule) => rule(provider)).flatMap(([fault, isWrong]) => (isWrong ? [fault] : []));
}
