/**
 * The key of each epoch comes from KMS once in a process, and is the same in every process.
 * Covers src/aws/kms-cursor-keys.ts, lib/storage/cursor-key.ts.
 */
import { createHmac } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { kmsCursorKeys } from '../../src/aws/kms-cursor-keys.ts';
import type { CursorKeys } from '../../src/broker/ports.ts';
import { resourcesOf, settingsOf, stageTemplate } from '../stack/stage-template.ts';

const aws = mockClient(KMSClient);
afterAll(() => aws.restore());
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/cursors';
let isDown: boolean;
let keys: CursorKeys;
const inNewProcess = () => kmsCursorKeys(new KMSClient({ region: 'eu-central-1' }), KEY);
beforeEach(() => {
  aws.reset();
  isDown = false;
  aws.on(GenerateMacCommand).callsFake(async ({ KeyId, MacAlgorithm, Message }) => {
    if (isDown) throw new Error('throttled');
    return { Mac: createHmac('sha256', `${KeyId} ${MacAlgorithm}`).update(Message).digest() };
  });
  keys = inNewProcess();
});
const requests = () => aws.commandCalls(GenerateMacCommand).map(({ args: [command] }) => command.input);

describe('the keys of cursors', () => {
  it('are asked for once an epoch, with the stage’s key, also by those who come at once', async () => {
    const [one, other] = await Promise.all([keys.of(20_000), keys.of(20_000)]);
    expect(one).toEqual(other);
    expect(one).toHaveLength(32);
    await keys.of(20_000);
    expect(requests()).toEqual([
      {
        KeyId: KEY,
        MacAlgorithm: 'HMAC_SHA_256',
        Message: Buffer.from('connections/cursor-key/1/20000'),
      },
    ]);
  });

  it('differ from epoch to epoch, and are the same in another process', async () => {
    const first = await keys.of(20_000);
    expect(await keys.of(20_001)).not.toEqual(first);
    expect(await inNewProcess().of(20_000)).toEqual(first);
  });

  it('are not many: three are kept', async () => {
    for (const epoch of [1, 2, 3, 4, 4, 3, 2]) await keys.of(epoch);
    expect(requests()).toHaveLength(4);
    await keys.of(1);
    expect(requests()).toHaveLength(5);
  });

  it('are asked for again after a failure', async () => {
    isDown = true;
    await expect(keys.of(20_000)).rejects.toThrow('throttled');
    isDown = false;
    expect(await keys.of(20_000)).toHaveLength(32);
  });

  it.each([undefined, new Uint8Array(0), new Uint8Array(31)])('are no other answer: %j', async (Mac) => {
    aws.on(GenerateMacCommand).resolves({ Mac });
    await expect(keys.of(20_000)).rejects.toThrow('without a MAC');
  });
});

describe('the key that derives them', () => {
  it.each([
    ['dev', 'Delete'],
    ['prod', 'Retain'],
  ])('of %s is one HMAC key of the stage, which meets %s when the stack goes', (stage, policy) => {
    const found = resourcesOf(stageTemplate(settingsOf(stage)), 'AWS::KMS::Key').filter(
      ([, { Properties }]) => Properties.KeyUsage === 'GENERATE_VERIFY_MAC',
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.[1]).toMatchObject({
      DeletionPolicy: policy,
      Properties: { KeySpec: 'HMAC_256', Description: expect.stringContaining(`stage ${stage}`) },
    });
  });
});
