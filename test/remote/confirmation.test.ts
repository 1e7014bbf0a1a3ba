/**
 * A server and an authorization server of different origins: who says that they belong together.
 * Covers src/broker/remote/discover-remote.ts, src/broker/servers/remote-server-of-body.ts, src/providers/remote/related-issuers.ts.
 */
import { describe, expect, it } from 'vitest';
import { remoteWorld } from './remote-world.ts';
import { ScriptedAuthorization, scriptedMcp, wellKnown } from './scripted-authorization.ts';

const URL_OF_EVIL = 'https://mcp.evil.example/mcp';
const HONEST = 'https://login.honest.example';

async function mixUp(issuer = HONEST) {
  const world = await remoteWorld();
  const as = new ScriptedAuthorization(world.net, issuer);
  return { world, as, mcp: scriptedMcp(world.net, URL_OF_EVIL, issuer) };
}

describe('T185: an MCP server that names the authorization server of somebody else', () => {
  it('gets nothing of it before an admin confirmed both names', async () => {
    const { world, as } = await mixUp();
    const { status, body } = await world.put('evil', { url: URL_OF_EVIL });
    expect({ status, code: body.code, confirm: body.confirm }).toEqual({
      ...{ status: 409, code: 'confirmation_needed' },
      confirm: { issuer: HONEST, resource: URL_OF_EVIL },
    });
    expect((await world.start('evil')).body.code).toBe('unknown_provider');
    expect((await world.server('evil')).status).toBe(404);
    for (const path of ['/register', '/token', '/authorize']) expect(as.at(path)).toEqual([]);
    expect(world.net.arrived.filter(({ headers }) => headers.authorization)).toEqual([]);
  });

  it.each([
    { issuer: 'https://login.honest.example/', resource: URL_OF_EVIL },
    { issuer: HONEST, resource: 'https://mcp.evil.example/' },
    { issuer: 'https://mcp.evil.example', resource: URL_OF_EVIL },
    { issuer: HONEST, resource: URL_OF_EVIL, claimedIssuer: 'https://login.honest.example/other' },
  ])('is not confirmed by other names: %j', async (confirmed) => {
    const { world, as } = await mixUp();
    const { body } = await world.put('evil', { url: URL_OF_EVIL, confirmed });
    expect(body.code).toBe('confirmation_needed');
    expect(as.at('/register')).toEqual([]);
  });

  it('is registered after it, and the activity has both names', async () => {
    const { world, as } = await mixUp();
    expect((await world.confirmed('evil', URL_OF_EVIL)).status).toBe(200);
    expect(as.at('/register')).toHaveLength(1);
    const [event] = (await world.activity()).filter(({ type }) => type === 'mcp_server_confirmed');
    expect(JSON.stringify(event)).toContain(HONEST);
    expect(JSON.stringify(event)).toContain(URL_OF_EVIL);
  });

  it.each([
    'https://accounts.google.com',
    'https://accounts.google.com./',
    'https://login.microsoftonline.com/x/v2.0',
  ])('that is of the catalogue is refused whatever an admin confirms: %s', async (issuer) => {
    const { world, as } = await mixUp(issuer.replace(/\/$/, ''));
    const confirmed = { issuer: issuer.replace(/\/$/, ''), resource: URL_OF_EVIL };
    for (const body of [{ url: URL_OF_EVIL }, { url: URL_OF_EVIL, confirmed }]) {
      const answer = await world.put('evil', body);
      expect(answer.body).toMatchObject({ code: 'server_refused', errors: [{ reason: 'foreign_issuer' }] });
    }
    expect(as.at('/register')).toEqual([]);
  });

  it.each([
    'authorization_endpoint',
    'token_endpoint',
    'registration_endpoint',
    'revocation_endpoint',
    'jwks_uri',
  ])('of which one endpoint alone is of the catalogue is refused: %s', async (name) => {
    const { world, as } = await mixUp('https://mcp.evil.example');
    as.metadata[name] = 'https://oauth2.googleapis.com/anything';
    const { body } = await world.confirmed('evil', URL_OF_EVIL);
    expect(body).toMatchObject({ code: 'server_refused', errors: [{ reason: 'foreign_issuer' }] });
    expect(world.net.to('https://oauth2.googleapis.com')).toEqual([]);
  });

  it('is refused where the authorization server lists its resources without this one', async () => {
    const { world, as } = await mixUp();
    as.metadata.protected_resources = ['https://mcp.honest.example/mcp', `${URL_OF_EVIL}/`];
    const { body } = await world.confirmed('evil', URL_OF_EVIL);
    expect(body).toMatchObject({ code: 'server_refused', errors: [{ reason: 'resource_not_listed' }] });
    as.metadata.protected_resources = [URL_OF_EVIL];
    expect((await world.confirmed('evil', URL_OF_EVIL)).status).toBe(200);
  });
});

describe('T191: an authorization server whose document claims another issuer', () => {
  const claiming = async (claimed: string, advertised = 'https://mcp.evil.example') => {
    const { world, as, mcp } = await mixUp(advertised);
    as.metadata.issuer = claimed;
    return { world, as, mcp };
  };

  it.each([
    HONEST,
    'https://evil.example.honest.example',
    'https://honest.example',
    'http://mcp.evil.example',
  ])('of another party is refused, also if an admin confirms the pair: %s', async (claimedIssuer) => {
    const { world, as } = await claiming(claimedIssuer);
    const confirmed = { issuer: 'https://mcp.evil.example', resource: URL_OF_EVIL, claimedIssuer };
    for (const body of [{ url: URL_OF_EVIL }, { url: URL_OF_EVIL, confirmed }]) {
      const answer = await world.put('evil', body);
      expect(answer.body).toMatchObject({ code: 'server_refused', errors: [{ reason: 'issuer_mismatch' }] });
    }
    expect(as.at('/register')).toEqual([]);
  });

  it('shares no domain under a suffix where anybody registers', async () => {
    const { world } = await mixUp();
    const advertised = 'https://evil.github.io';
    new ScriptedAuthorization(world.net, advertised).metadata.issuer = 'https://honest.github.io';
    scriptedMcp(world.net, `${advertised}/mcp`, advertised);
    const { body } = await world.confirmed('pages', `${advertised}/mcp`);
    expect(body).toMatchObject({ code: 'server_refused', errors: [{ reason: 'issuer_mismatch' }] });
  });

  it('of the same party is confirmed by an admin who saw both, and stays keyed by the advertised one', async () => {
    const claimed = 'https://auth.evil.example';
    const { world, as } = await claiming(claimed);
    const first = await world.put('evil', { url: URL_OF_EVIL });
    expect(first.body.confirm).toEqual({
      ...{ issuer: 'https://mcp.evil.example', resource: URL_OF_EVIL, claimedIssuer: claimed },
    });
    const { body } = await world.confirmed('evil', URL_OF_EVIL);
    expect(body.authorization).toMatchObject({ issuer: 'https://mcp.evil.example', claimedIssuer: claimed });
    // What counts in an answer is the claim.
    const begun = await world.began('evil');
    const advertised = as.authorize(begun.authorizationUrl);
    expect((await world.complete(begun, advertised)).body.code).toBe('authorization_response_mismatch');
    const { redirectUri, query } = advertised;
    const other = query.replace(encodeURIComponent('https://mcp.evil.example'), encodeURIComponent(claimed));
    expect((await world.complete(begun, { redirectUri, query: other })).status).toBe(200);
    // No other server of the workspace gains from it.
    scriptedMcp(world.net, 'https://second.evil.example/mcp', 'https://mcp.evil.example');
    const second = await world.put('second', { url: 'https://second.evil.example/mcp' });
    expect(second.body).toMatchObject({ code: 'confirmation_needed', confirm: { claimedIssuer: claimed } });
  });

  it('and is mended later: connections go on, and consents are for the same identity', async () => {
    const claimed = 'https://auth.evil.example';
    const { world, as } = await claiming(claimed);
    await world.confirmed('evil', URL_OF_EVIL);
    const begun = await world.began('evil');
    const { redirectUri, query } = as.authorize(begun.authorizationUrl);
    const told = query.replace(encodeURIComponent('https://mcp.evil.example'), encodeURIComponent(claimed));
    expect((await world.complete(begun, { redirectUri, query: told })).status).toBe(200);
    const before = await world.ports.connections.read({ workspaceId: 'acme', connectionId: 'remote~evil' });
    as.metadata.issuer = as.issuer;
    as.serve(wellKnown(as.issuer));
    expect((await world.refresh('remote~evil')).body.outcome).toBe('refreshed');
    await world.connect('evil', as, { replaceAccount: true });
    expect((await world.confirmed('evil', URL_OF_EVIL)).status).toBe(200);
    const { body } = await world.connection('remote~evil');
    expect(body.status).toBe('active');
    const after = await world.ports.connections.read({ workspaceId: 'acme', connectionId: 'remote~evil' });
    expect(after?.accountFingerprint).toBe(before?.accountFingerprint);
    expect(after?.clientId).toBe(before?.clientId);
  });
});

describe('T185 T190: an issuer whose endpoints are of another party', () => {
  const evilWith = async (endpoints: Record<string, string>) => {
    const world = await remoteWorld();
    const issuer = 'https://mcp.evil.example';
    const honest = new ScriptedAuthorization(world.net, HONEST);
    const as = new ScriptedAuthorization(world.net, issuer, endpoints);
    scriptedMcp(world.net, URL_OF_EVIL, issuer);
    return { world, as, honest };
  };
  const nothingArrived = (as: ScriptedAuthorization) => {
    for (const path of ['/register', '/token', '/authorize']) expect(as.at(path)).toEqual([]);
  };

  it('is refused where a code of one would be sent to the other, whatever an admin confirms', async () => {
    const { world, as, honest } = await evilWith({ authorization_endpoint: `${HONEST}/authorize` });
    const host = new URL(HONEST).host;
    const names = { issuer: 'https://mcp.evil.example', resource: URL_OF_EVIL };
    for (const confirmed of [undefined, names, { ...names, authorizationHost: host }]) {
      const { status, body } = await world.put('evil', { url: URL_OF_EVIL, ...(confirmed && { confirmed }) });
      expect({ status, reason: body.errors?.[0].reason }).toEqual({ status: 400, reason: 'endpoints_apart' });
    }
    nothingArrived(as);
    nothingArrived(honest);
  });

  it('is confirmed with the host at which people sign in', async () => {
    const endpoints = { authorization_endpoint: `${HONEST}/authorize`, token_endpoint: `${HONEST}/token` };
    const { world, as, honest } = await evilWith(endpoints);
    const { status, body } = await world.put('evil', { url: URL_OF_EVIL });
    expect({ status, confirm: body.confirm }).toEqual({
      status: 409,
      confirm: {
        ...{ issuer: 'https://mcp.evil.example', resource: URL_OF_EVIL },
        authorizationHost: 'login.honest.example',
      },
    });
    const { authorizationHost: _, ...without } = body.confirm;
    expect((await world.put('evil', { url: URL_OF_EVIL, confirmed: without })).body.code).toBe(
      'confirmation_needed',
    );
    nothingArrived(as);
    nothingArrived(honest);
    expect((await world.confirmed('evil', URL_OF_EVIL)).status).toBe(200);
  });

  it.each(['https://mcp.neon.tech', 'https://mcp.supabase.com'])(
    'is refused where it takes part of a server that the catalogue knows: %s',
    async (known) => {
      const world = await remoteWorld();
      new ScriptedAuthorization(world.net, known);
      scriptedMcp(world.net, URL_OF_EVIL, known);
      const { body } = await world.confirmed('evil', URL_OF_EVIL);
      expect(body.errors[0].reason).toBe('foreign_issuer');
    },
  );
});
