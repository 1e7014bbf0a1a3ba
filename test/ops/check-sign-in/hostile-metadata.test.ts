/**
 * What an operator is told of metadata that cannot be believed.
 * Covers ops/check-sign-in.ts, ops/sign-in/read-issuer.ts, ops/sign-in/shown.ts,
 * src/oauth/remote/authorization-server-metadata.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSignIn, metadataOf, type ScriptedIssuers, startIssuers } from '../check-sign-in-run.ts';

let issuers: ScriptedIssuers;
beforeAll(async () => {
  issuers = await startIssuers();
});
afterAll(() => issuers?.close());

describe('hostile metadata', () => {
  it.each<[string, (issuer: string) => Parameters<ScriptedIssuers['issuer']>[1], RegExp]>([
    [
      'of another issuer',
      () => metadataOf('https://evil.example'),
      /^The metadata says that its issuer is https:\/\/evil\.example, and not /,
    ],
    [
      'of the issuer with a slash',
      (issuer) => metadataOf(`${issuer}/`),
      /^The metadata says that its issuer is /,
    ],
    [
      'without an issuer',
      (issuer) => ({ ...metadataOf(issuer), issuer: ['x'] }),
      /^The metadata does not say whose it is/,
    ],
    [
      'whose issuer has control characters',
      () => metadataOf('\u001b]0;owned\u0007\u001b[2Jhttps://\u202eevil\n\n\u0000works'),
      /^The metadata says that its issuer is https:\/\/evil works, and not /,
    ],
    [
      'with an endless issuer',
      (issuer) => metadataOf(issuer, { issuer: 'x'.repeat(100_000) }),
      /^The metadata says that its issuer is x{200}…, and not /,
    ],
    [
      'that is huge',
      (issuer) => ({ ...metadataOf(issuer), filler: 'x'.repeat(300_000) }),
      /^The issuer's metadata has more than 256 KiB\.\n$/,
    ],
    [
      'that redirects to sound metadata',
      () => (response) =>
        response.writeHead(302, { location: '/.well-known/oauth-authorization-server/sound' }).end(),
      /^The issuer has no metadata\..* A redirect is not followed\.\n$/,
    ],
    ['that is a list', () => [] as unknown as object, /^The issuer has no metadata\./],
    [
      'that is no JSON',
      () => (response) => response.writeHead(200).end('<html>'),
      /^The issuer has no metadata\./,
    ],
    ['that breaks off', () => (response) => response.socket?.destroy(), /^The issuer cannot be reached/],
  ])('%s is refused in one plain sentence', async (title, answer, sentence) => {
    const name = title.replace(/\W/g, '-');
    issuers.issuer('sound', metadataOf(`${issuers.origin}/${name}`));
    issuers.issuer(name, answer(`${issuers.origin}/${name}`));
    const told = await checkSignIn('--issuer', `${issuers.origin}/${name}`);
    expect(told).toMatchObject({ code: 1, stdout: '' });
    expect(told.stderr).toMatch(sentence);
    expect(told.stderr.length).toBeLessThan(900);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what must not be there
    expect(told.stderr.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
    expect(issuers.asked).toContain(`/.well-known/oauth-authorization-server/${name}`);
    expect(issuers.asked).not.toContain('/.well-known/oauth-authorization-server/sound');
  });

  it('that is endless is not waited for', async () => {
    const issuer = issuers.issuer('endless', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"issuer":"');
    });
    const { code, stderr } = await checkSignIn('--issuer', issuer);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'The issuer did not answer within 10 seconds.\n' });
  });
});
