/**
 * The AWS SDK as it fails in a shell that sets nothing: it sends no request, and the client says which variables to set.
 * Covers client/src/ask-injector.ts, client/src/errors.ts, client/src/lambda-client.ts.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInjector } from '../../client/src/index.ts';
import { REQUEST } from './set-up-injector.ts';

beforeEach(() => {
  const lacking = [
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'AWS_PROFILE',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
  ];
  for (const name of lacking) vi.stubEnv(name, undefined);
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', 'http://127.0.0.1:1');
});
afterEach(() => void vi.unstubAllEnvs());

it('no region', async () => {
  const injector = createInjector({ functionName: 'token-injector' });
  await expect(injector.inject(REQUEST)).rejects.toMatchObject({
    failure: 'no_region',
    message: expect.stringContaining('AWS_REGION'),
  });
  injector.close();
});

it('no credentials', async () => {
  vi.stubEnv('AWS_REGION', 'local');
  const injector = createInjector({ functionName: 'token-injector' });
  await expect(injector.inject(REQUEST)).rejects.toMatchObject({
    failure: 'no_credentials',
    message: expect.stringMatching(/AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/),
  });
  injector.close();
});
