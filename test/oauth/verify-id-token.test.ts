/**
 * Which ID tokens name a person: those of one issuer, for one client, young, and nothing that the issuer signs besides.
 * Covers src/oauth/jwt/verify-id-token.ts.
 */
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { issuerKeys } from '../../src/oauth/jwt/issuer-keys.ts';
import { createIdTokenVerifier, IdTokenNotAccepted } from '../../src/oauth/jwt/verify-id-token.ts';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';

const ISSUER = 'https://issuer.example/tenant';
const JWKS = 'https://keys.example/jwks';
const NOW = Date.UTC(2026, 10, 25);
const SECONDS = NOW / 1_000;

let own: GenerateKeyPairResult;
let foreign: GenerateKeyPairResult;
let published: object[];
beforeAll(async () => {
  [own, foreign] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
  published = [{ ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'ES256', use: 'sig' }];
});

function verifierOver(fetch: ProviderFetch, personClaim = 'sub') {
  return createIdTokenVerifier({
    ...{ issuer: ISSUER, now: () => NOW, clientId: 'page', personClaim },
    keys: issuerKeys({ issuer: ISSUER, now: () => NOW, staleIfError: 0, fetch, onFailure: () => undefined }),
  });
}
const publishing: ProviderFetch = async ({ url }) =>
  Response.json(url === JWKS ? { keys: published } : { issuer: ISSUER, jwks_uri: JWKS });
const verify = (token: string) => verifierOver(publishing)(token);

const GOOD = { iss: ISSUER, aud: 'page', sub: 'ada', iat: SECONDS, exp: SECONDS + 600, name: 'Ada' };
type Claims = Record<string, unknown>;
function sign(claims: Claims, header: Claims = {}, key: GenerateKeyPairResult = own) {
  const all = { alg: 'ES256', kid: 'own', typ: 'JWT', ...header };
  return new SignJWT(claims).setProtectedHeader(all).sign(key.privateKey);
}

describe('an ID token', () => {
  it.each<[string, Claims, Claims]>([
    ['as most issuers send it', {}, {}],
    ['without a type', {}, { typ: undefined }],
    ['with a nonce and hashes of what came with it', { nonce: 'n', at_hash: 'h', c_hash: 'h' }, {}],
    ['of Cognito', { token_use: 'id' }, { typ: undefined }],
    ['of Keycloak', { typ: 'ID', azp: 'page' }, {}],
    ['for several audiences, issued to the page', { aud: ['api', 'page'], azp: 'page' }, {}],
    ['for a list of one audience', { aud: ['page'] }, {}],
    ['of almost an hour', { iat: SECONDS - 3_600, exp: SECONDS + 10 }, {}],
  ])('%s is accepted', async (_title, claims, header) => {
    expect(await verify(await sign({ ...GOOD, ...claims }, header))).toMatchObject({
      subject: 'ada',
      name: 'Ada',
    });
  });

  it('names the person by the claim that the stage chose', async () => {
    const verifyByOid = verifierOver(publishing, 'oid');
    const token = await sign({ ...GOOD, oid: 'ada-in-the-directory' });
    expect(await verifyByOid(token)).toMatchObject({ subject: 'ada-in-the-directory' });
    for (const oid of [undefined, '', 7, ['ada'], null])
      await expect(verifyByOid(await sign({ ...GOOD, oid }))).rejects.toBeInstanceOf(IdTokenNotAccepted);
  });

  it.each<[string, Claims, Claims]>([
    ['another issuer', { iss: 'https://evil.example' }, {}],
    ['a look-alike issuer', { iss: `${ISSUER}/` }, {}],
    ['another client', { aud: 'other' }, {}],
    ['another client and the page, without saying for whom', { aud: ['other', 'page'] }, {}],
    ['the page among the audiences, issued to another client', { aud: ['other', 'page'], azp: 'other' }, {}],
    ['the page alone, issued to another client', { azp: 'other' }, {}],
    ['no audience', { aud: undefined }, {}],
    ['an end in the past', { exp: SECONDS - 60 }, {}],
    ['no end', { exp: undefined }, {}],
    ['an end that is text', { exp: String(SECONDS + 600) }, {}],
    ['an issue of more than an hour ago', { iat: SECONDS - 3_700, exp: SECONDS + 600 }, {}],
    ['an issue in the future', { iat: SECONDS + 120 }, {}],
    ['no time of issue', { iat: undefined }, {}],
    ['a beginning in the future', { nbf: SECONDS + 120 }, {}],
    ['no subject', { sub: undefined }, {}],
    ['an empty subject', { sub: '' }, {}],
    ['a subject that is no text', { sub: 7 }, {}],
    ['the type of an access token', {}, { typ: 'at+jwt' }],
    ['the type of a logout token', {}, { typ: 'logout+jwt' }],
    ['a type that is no text', {}, { typ: 7 }],
    ['the kind of an access token at Cognito', { token_use: 'access' }, {}],
    ['the kind of an access token at Keycloak', { typ: 'Bearer' }, {}],
    ['a kind that is no text', { token_use: ['id'] }, {}],
    ['events, as a logout token has them', { events: {} }, {}],
  ])('with %s is refused', async (_title, claims, header) => {
    await expect(verify(await sign({ ...GOOD, ...claims }, header))).rejects.toThrow(IdTokenNotAccepted);
  });

  it('of another key, of none, or of a secret is refused', async () => {
    await expect(verify(await sign(GOOD, {}, foreign))).rejects.toThrow(IdTokenNotAccepted);
    await expect(verify(new UnsecuredJWT(GOOD).encode())).rejects.toThrow(IdTokenNotAccepted);
    const secret = new TextEncoder().encode(JSON.stringify(published[0]));
    const symmetric = await new SignJWT(GOOD).setProtectedHeader({ alg: 'HS256', kid: 'own' }).sign(secret);
    await expect(verify(symmetric)).rejects.toThrow(IdTokenNotAccepted);
    for (const text of ['', 'x', 'a.b.c', `${await sign(GOOD)}.x`])
      await expect(verify(text)).rejects.toThrow(IdTokenNotAccepted);
  });

  it('is not refused where the keys of the issuer cannot be had', async () => {
    const failing = verifierOver(() => Promise.reject(new Error('down')))(await sign(GOOD));
    await expect(failing).rejects.not.toThrow(IdTokenNotAccepted);
    await expect(failing).rejects.toThrow();
  });

  it('T064: is in no error', async () => {
    const token = await sign({ ...GOOD, name: 'a-name-that-nobody-sees', exp: SECONDS - 60 });
    const error = await verify(token).catch((cause: unknown) => cause);
    expect(
      `${(error as Error).stack} ${String((error as Error).cause)} ${JSON.stringify(error)}`,
    ).not.toMatch(/a-name-that-nobody-sees|eyJ/);
  });
});
