/** The routes of a template, in the contract's terms, to compare with any other list of routes. */
import { FUNCTIONS, type FunctionName } from '../../src/contract/environment.ts';
import { onlyResource, resourcesOf, type StageTemplate } from './stage-template.ts';

export interface DeployedRoute {
  method: string;
  path: string;
  function: FunctionName;
  /** Whether API Gateway refuses calls without a valid JWT. */
  jwt: boolean;
}

/** Sorted by path and method. Throws when a route is of a kind that this project does not use. */
export function routesOf(template: StageTemplate): DeployedRoute[] {
  const [authorizer] = onlyResource(template, 'AWS::ApiGatewayV2::Authorizer');
  const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([id, { Properties }]) => {
    const [method = '', path = ''] = String(Properties.RouteKey).split(' ');
    return {
      method: method.toLowerCase(),
      path,
      function: functionBehind(template, Properties.Target),
      jwt: hasJwt(id, Properties, authorizer),
    };
  });
  return routes.sort(byPath);
}

export function byPath(a: { path: string; method: string }, b: { path: string; method: string }): number {
  return `${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1;
}

function hasJwt(id: string, route: Record<string, unknown>, authorizer: string): boolean {
  if (route.AuthorizationType === 'NONE') return false;
  const own = (route.AuthorizerId as { Ref?: string } | undefined)?.Ref === authorizer;
  if (route.AuthorizationType !== 'JWT' || !own)
    throw new Error(`${id} has an authorizer that is not the API's own`);
  return true;
}

function functionBehind(
  template: StageTemplate,
  target: { 'Fn::Join': [string, [string, { Ref: string }]] },
) {
  const integration = template.resources[target['Fn::Join'][1][1].Ref];
  const id = integration?.Properties.IntegrationUri['Fn::GetAtt'][0];
  const name = FUNCTIONS.find((one) => template.functionIds[one] === id);
  if (!name) throw new Error(`${id} is none of the functions`);
  return name;
}
