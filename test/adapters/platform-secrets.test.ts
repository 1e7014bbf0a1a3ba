/**
 * A secret of Secrets Manager is kept for a while, and read past that when a provider refused it.
 * Covers src/aws/platform-secrets.ts.
 */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { platformSecrets } from '../../src/aws/platform-secrets.ts';
import { virtualTime } from '../prove/virtual-time.ts';

const aws = mockClient(SecretsManagerClient);
afterAll(() => aws.restore());
const MAX_AGE = 300_000;
const PAUSE = 2_000;
let time = virtualTime(0);
let stored = 'one';
let isDown = false;
let secrets = made();

function made() {
  const clock = { now: () => time.now(), sleep: (milliseconds: number) => time.sleep(milliseconds) };
  const client = new SecretsManagerClient({ region: 'eu-central-1' });
  return platformSecrets({ client, prefix: 'apps/', clock, maxAge: MAX_AGE, freshPause: PAUSE });
}
beforeEach(() => {
  aws.reset();
  time = virtualTime(0);
  stored = 'one';
  isDown = false;
  secrets = made();
  aws.on(GetSecretValueCommand).callsFake(async () => {
    if (isDown) throw new Error('throttled');
    return { SecretString: JSON.stringify({ clients: { c: stored } }) };
  });
});

const cached = async () => (await secrets.clientSecret('google', 'c'))?.reveal();
const fresh = async () => (await secrets.clientSecret('google', 'c', 'fresh'))?.reveal();
const readings = () => aws.commandCalls(GetSecretValueCommand).length;
/** What a call becomes when time goes on. */
async function later<T>(call: Promise<T>): Promise<T> {
  await time.passTo(time.now() + PAUSE);
  return call;
}

describe('a platform secret', () => {
  it('is kept for its age', async () => {
    expect(await cached()).toBe('one');
    stored = 'two';
    expect(await cached()).toBe('one');
    await time.passTo(MAX_AGE);
    expect(await cached()).toBe('two');
    expect(readings()).toBe(2);
  });

  it('is read past the cache when it was refused, and all get the new one from then on', async () => {
    await cached();
    stored = 'two';
    expect(await later(fresh())).toBe('two');
    expect(await cached()).toBe('two');
    expect(readings()).toBe(2);
  });

  it('is read once for any number of refusals in a short time', async () => {
    const crowd = Array.from({ length: 64 }, fresh);
    expect(new Set(await later(Promise.all(crowd)))).toEqual(new Set(['one']));
    expect(readings()).toBe(1);
  });

  it('is never told from before the question, however many ask', async () => {
    const told: unknown[] = [];
    for (let second = 0; second < 20; second++) {
      stored = `of ${second}`;
      const asked = second;
      void fresh().then((secret) => told.push([asked, Number(secret?.slice(3)) >= asked]));
      await time.passTo(time.now() + 1_000);
    }
    await time.passTo(time.now() + PAUSE);
    expect(told).toEqual(Array.from({ length: 20 }, (_, asked) => [asked, true]));
    expect(readings()).toBeLessThanOrEqual(11);
  });

  it('whose reading failed is read again', async () => {
    isDown = true;
    const failed = fresh().catch((error: Error) => error.message);
    expect(await later(failed)).toBe('throttled');
    isDown = false;
    expect(await later(fresh())).toBe('one');
  });
});
