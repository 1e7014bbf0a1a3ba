/**
 * What is refused before anybody is asked.
 * Covers ops/check-sign-in.ts, ops/sign-in/stage-sign-in.ts, ops/sign-in/read-issuer.ts.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSignIn } from '../check-sign-in-run.ts';
import { stagesWith } from './stages.ts';

describe('an issuer that is none', () => {
  it.each([
    'http://id.acme.example',
    'https://user:secret-of-ada@id.acme.example',
    'https://id.acme.example/?tenant=secret-of-ada',
    'https://id.acme.example/#secret-of-ada',
    'secret-of-ada',
    'file:///etc/secret-of-ada',
  ])('%s is refused, and not repeated', async (issuer) => {
    const { code, stdout, stderr } = await checkSignIn('--issuer', issuer);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The issuer must be an https URL/);
    expect(stderr).not.toContain('secret-of-ada');
  });

  it.each([
    'https://127.0.0.1',
    'https://169.254.169.254',
    'https://localhost',
    'https://id.acme.example:8443',
  ])('%s is not asked', async (issuer) => {
    const { code, stderr } = await checkSignIn('--issuer', issuer);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'The issuer is not at a public https address on port 443, where clients of the cloud could reach it. Nothing was sent.\n',
    });
  });

  it('neither a stage nor an issuer is one', async () => {
    const told = await Promise.all([
      checkSignIn(),
      checkSignIn('--stage', 'prud'),
      checkSignIn('--stage', 'prod', '--stages', join(tmpdir(), 'a folder that is not there', 'nowhere.mjs')),
      checkSignIn(...stagesWith('pool', { jwt: { userPool: { domainPrefix: 'acme' } } })),
    ]);
    expect(told.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    expect(told.map(({ stderr }) => stderr)).toEqual([
      'Name a stage with --stage, or an issuer with --issuer.\n',
      'There is no such stage, but dev, staging, prod.\n',
      expect.stringMatching(/^There is no file /),
      expect.stringMatching(/^The stage creates its user pool.* --issuer https:\/\/cognito-idp\./),
    ]);
  });
});
