/** Finds wrong settings of the address for people's own MCP clients. */
import { is, SCOPE_TOKEN } from '../../../src/contract/identifiers.ts';
import type { StageSettings } from '../stage-settings.ts';
import { createsUserPool } from '../user-pool-settings.ts';
import { isAudienceOfOne } from './validate-sign-in.ts';

export function mcpEndpointFaults(settings: StageSettings): string[] {
  const { mcpEndpoint, callerToken = 'required' } = settings;
  if (!mcpEndpoint) return [];
  const { audience, scopes = [] } = mcpEndpoint;
  const faults = audience === undefined ? defaultFaults(settings) : audienceFaults(settings, audience);
  if (callerToken !== 'required')
    faults.push(
      "mcpEndpoint needs callerToken to be 'required': each call acts for the person whose token the MCP client brings",
    );
  for (const scope of scopes)
    if (!is(SCOPE_TOKEN, scope))
      faults.push(
        `mcpEndpoint.scopes has ${JSON.stringify(scope)}; write one scope an entry, without white space, quotes or backslashes`,
      );
  if (new Set(scopes).size < scopes.length)
    faults.push('mcpEndpoint.scopes names a scope twice; keep it once');
  return faults;
}

function audienceFaults(settings: StageSettings, audience: string): string[] {
  if (!isAudienceOfOne(audience))
    return [
      'mcpEndpoint.audience must be an aud of tokens, not empty, without white space or /* at its end; leave it out for the address that is called',
    ];
  const other = otherAudiences(settings).find(([, text]) => text === audience);
  return other
    ? [
        `mcpEndpoint.audience is ${other[0]} too, so the token of an MCP client would be good there; give the address an audience of its own`,
      ]
    : [];
}

/** The address has the form of API Gateway's own, and its id is not known before the first deployment. */
const OWN_ADDRESS = /^https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9.-]+\/mcp(\/|$)/i;

function defaultFaults(settings: StageSettings): string[] {
  return otherAudiences(settings)
    .filter(([, text]) => OWN_ADDRESS.test(text))
    .map(
      ([name, text]) =>
        `${name} is ${text}, which can be the address for MCP clients; set another one, or set mcpEndpoint.audience`,
    );
}

/** For what else the issuer's tokens are good, by the setting that says so. */
function otherAudiences({
  jwt,
  injectorAudiences = [],
  hostedDashboard,
}: StageSettings): (readonly [name: string, audience: string])[] {
  const { clientId } = hostedDashboard ?? {};
  return [
    ...(createsUserPool(jwt) ? [] : [['jwt.audience', jwt.audience] as const]),
    ...injectorAudiences.map((audience, index) => [`injectorAudiences[${index}]`, audience] as const),
    ...(clientId === undefined ? [] : [['hostedDashboard.clientId', clientId] as const]),
  ];
}
