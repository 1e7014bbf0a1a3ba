/** The rights table of the design, section 1. docs/permissions.md shows what comes of it. */
import { RELEASED } from './live-alias.ts';
import type { Functions, Surroundings } from './stage-functions.ts';

export function grantRights(functions: Functions, surroundings: Surroundings): void {
  surroundings.table.grantDashboardReads(functions['connections-api']);
  surroundings.table.grantMarkConsentSession(functions['oauth-callback']);
  grantConnect(functions, surroundings);
  grantRefresh(functions, surroundings);
  grantInject(functions, surroundings);
  grantRotate(functions, surroundings);
  const check = functions['deployment-check'];
  for (const name of RELEASED) if (check) functions[name].grantInvokeVersion(check);
}

function grantConnect(functions: Functions, { table, vaultKey, platformApps, events }: Surroundings): void {
  const { connect } = functions;
  table.grantConnect(connect);
  vaultKey.grantUnwrapAndMake(connect);
  platformApps.grantRead(connect);
  functions['token-refresh'].grantInvoke(connect);
  events.grantTell(connect);
}

function grantRefresh(
  { 'token-refresh': refresh }: Functions,
  { table, vaultKey, platformApps, escrow, events }: Surroundings,
): void {
  table.grantRefresh(refresh);
  vaultKey.grantUnwrap(refresh);
  platformApps.grantRead(refresh);
  escrow.grantKeep(refresh);
  events.grantTell(refresh);
}

/** Both forms of the injector have the same. */
function grantInject(functions: Functions, { table, vaultKey }: Surroundings): void {
  const authorizer = functions['token-authorizer'];
  for (const form of [functions['token-injector'], ...(authorizer ? [authorizer] : [])]) {
    table.grantInject(form);
    vaultKey.grantUnwrap(form);
    functions['token-refresh'].grantInvoke(form);
  }
}

function grantRotate(
  { 'rotate-data-key': rotate }: Functions,
  { table, vaultKey, escrow, events }: Surroundings,
): void {
  table.grantReseal(rotate);
  vaultKey.grantUnwrapAndMake(rotate);
  escrow.grantSeeWhetherEmpty(rotate);
  events.grantTell(rotate);
}
