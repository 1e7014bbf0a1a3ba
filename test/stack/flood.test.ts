/** T170: what protects the other functions from a flood of the callback. Covers lib/stages.ts, lib/http/http-api.ts. */
import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionName } from '../../src/contract/environment.ts';
import { onlyResource, type StageTemplate, settingsOf, stageTemplate } from './stage-template.ts';

const CALLBACK = 'GET /oauth/callback/{provider}/{app}';
const templates: Record<string, StageTemplate> = {};
beforeAll(() => {
  for (const stage of ['staging', 'prod']) templates[stage] = stageTemplate(settingsOf(stage));
});

describe.each(['staging', 'prod'])('T170: in %s a flood of the callback', (stage) => {
  const template = () => templates[stage] as StageTemplate;
  const reserved = (name: FunctionName): number | undefined =>
    template().resources[template().functionIds[name]]?.Properties.ReservedConcurrentExecutions;

  it('takes no more executions than are its own, and others have theirs', () => {
    const callback = reserved('oauth-callback') ?? Number.POSITIVE_INFINITY;
    for (const name of ['token-refresh', 'token-injector'] as const)
      expect(reserved(name)).toBeGreaterThan(callback);
  });

  it('takes none of the ticks’ executions, nor does a flood of refreshes on demand', () => {
    expect(reserved('token-tick')).toBeGreaterThanOrEqual(2);
  });

  it('leaves a hundred executions of an ordinary account to those without a reservation, as Lambda demands', () => {
    const all = FUNCTIONS.map(reserved);
    expect(all.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBeLessThanOrEqual(900);
  });

  it('is turned away at its own route first, whose throttle no other route shares', () => {
    const { RouteSettings } = onlyResource(template(), 'AWS::ApiGatewayV2::Stage')[1].Properties;
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = RouteSettings[CALLBACK];
    expect(rate).toBeLessThanOrEqual(200);
    expect(burst).toBeLessThanOrEqual(400);
    // Each trial may wait for its server for twenty seconds. So API Gateway lets few trials through at once.
    for (const [route, settings] of Object.entries<Record<string, number>>(RouteSettings))
      if (route.includes('/v1/workspaces/') && !/\/(tools|trial)$/.test(route))
        expect(settings.ThrottlingRateLimit, route).toBeGreaterThanOrEqual(rate);
  });

  it('leaves room in the 10,000 requests a second that an account has in a Region, even with all routes flooded', () => {
    const { RouteSettings } = onlyResource(template(), 'AWS::ApiGatewayV2::Stage')[1].Properties;
    const rates = Object.values<Record<string, number>>(RouteSettings).map(
      (each) => each.ThrottlingRateLimit ?? 0,
    );
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeLessThan(9_000);
  });
});
