/**
 * What `npm run deploy` refuses: a change set that would remove or replace what holds data or an address, judged on answers of
 * DescribeChangeSet. The command itself runs in `npm run deploy:moto`.
 * Covers ops/deploy/change-set-faults.ts, ops/deploy/read-change-set.ts, ops/deploy/stack-policy-of.ts.
 */
import {
  type Change,
  ChangeSetNotFoundException,
  CloudFormationClient,
  DescribeChangeSetCommand,
  type ResourceChange,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { changeSetFaults } from '../../ops/deploy/change-set-faults.ts';
import { readChangeSet } from '../../ops/deploy/read-change-set.ts';
import { stackPolicyOf } from '../../ops/deploy/stack-policy-of.ts';
import { OperatorError } from '../../ops/operator-error.ts';
import { LASTING, PROTECTED } from '../../src/contract/deployment/lasting.ts';
import { STAGES } from '../stack/linted-stages.ts';
import { settingsOf, stageTemplate } from '../stack/stage-template.ts';

const TABLE = 'ConnectionsTable93C55591';
const ofResource = (change: ResourceChange): Change => ({ Type: 'Resource', ResourceChange: change });
/** In the form of the CloudFormation API reference, "DescribeChangeSet". */
const table = (more: ResourceChange): Change =>
  ofResource({
    LogicalResourceId: TABLE,
    PhysicalResourceId: 'connections-prod-table-1A2B',
    ResourceType: 'AWS::DynamoDB::Table',
    Scope: ['Properties'],
    Details: [],
    ...more,
  });
const harmless = [
  ofResource({ Action: 'Add', LogicalResourceId: 'New', ResourceType: 'AWS::DynamoDB::Table' }),
  ofResource({ Action: 'Import', LogicalResourceId: TABLE, ResourceType: 'AWS::DynamoDB::Table' }),
  ofResource({
    Action: 'Remove',
    LogicalResourceId: 'ConnectionsconnectLogsD316F4D0',
    ResourceType: 'AWS::Logs::LogGroup',
  }),
  ofResource({
    Action: 'Modify',
    Replacement: 'True',
    LogicalResourceId: 'ConnectionsconnectFunction98959886',
    ResourceType: 'AWS::Lambda::Function',
  }),
  table({ Action: 'Modify', Replacement: 'False' }),
];
const sentences = (changes: Change[], allowed: string[] = []) =>
  changeSetFaults(changes, allowed).map(({ sentence }) => sentence);

describe('a change set', () => {
  it('of ordinary changes has no fault', () => {
    expect(changeSetFaults(harmless, [])).toEqual([]);
    expect(changeSetFaults([], [])).toEqual([]);
  });

  it.each<[string, ResourceChange, string]>([
    ['a removal', { Action: 'Remove', PolicyAction: 'Delete' }, 'would be deleted.'],
    ['a removal of which nothing more is said', { Action: 'Remove' }, 'would be deleted.'],
    [
      'a removal that retains',
      { Action: 'Remove', PolicyAction: 'Retain' },
      'would leave the stack: it stays in the account, and the stage would not use it any more.',
    ],
    [
      'a replacement',
      { Action: 'Modify', Replacement: 'True', PolicyAction: 'ReplaceAndRetain' },
      'would be replaced by a new and empty one.',
    ],
    [
      'a conditional replacement',
      { Action: 'Modify', Replacement: 'Conditional' },
      'could be replaced by a new and empty one.',
    ],
    [
      'a change of which nothing more is said',
      { Action: 'Modify' },
      'could be replaced by a new and empty one.',
    ],
    [
      'an action that is not known before',
      { Action: 'Dynamic' },
      'would change in a way that CloudFormation does not know before.',
    ],
    [
      'an action that does not exist yet',
      { Action: 'Rename' as never },
      'would change in a way that CloudFormation does not know before.',
    ],
  ])('is refused for %s, by the id and the name', (_, change, harm) => {
    expect(sentences([...harmless, table(change)])).toEqual([
      `${TABLE} (AWS::DynamoDB::Table connections-prod-table-1A2B) ${harm}`,
    ]);
  });

  it.each(PROTECTED.map(({ id, type }) => [id, type]))(
    'T168 is refused where it removes %s (%s)',
    (id, type) => {
      const change = ofResource({ Action: 'Remove', LogicalResourceId: id, ResourceType: type });
      expect(changeSetFaults([change], []).map(({ logicalId }) => logicalId)).toEqual([id]);
    },
  );

  it('is refused for a resource of another id too, if its type holds data', () => {
    const bucket = { LogicalResourceId: 'BrokerEscrow1', ResourceType: 'AWS::S3::Bucket' };
    expect(sentences([ofResource({ ...bucket, Action: 'Remove' })])).toEqual([
      'BrokerEscrow1 (AWS::S3::Bucket) would be deleted.',
    ]);
  });

  it('is refused for a change that says nothing of a resource', () => {
    expect(sentences([{ Type: 'Resource' }])).toEqual([
      'something (of unknown type) would change in a way that CloudFormation does not know before.',
    ]);
    expect(sentences([ofResource({ Action: 'Remove', LogicalResourceId: 'X' })])).toEqual([
      'X (of unknown type) would be deleted.',
    ]);
  });

  describe('for a resource that names another one', () => {
    const alias = (Details: ResourceChange['Details']) =>
      ofResource({
        Action: 'Modify',
        Replacement: 'Conditional',
        LogicalResourceId: 'ConnectionstokeninjectorFunctionLive06FA487F',
        ResourceType: 'AWS::Lambda::Alias',
        Details,
      });
    const byReference = {
      Target: {
        Attribute: 'Properties' as const,
        Name: 'FunctionName',
        RequiresRecreation: 'Always' as const,
      },
      Evaluation: 'Dynamic' as const,
      ChangeSource: 'ResourceReference' as const,
      CausingEntity: 'ConnectionstokeninjectorFunctionF60972B3',
    };
    const version = {
      Target: {
        Attribute: 'Properties' as const,
        Name: 'FunctionVersion',
        RequiresRecreation: 'Never' as const,
      },
      ChangeSource: 'ResourceAttribute' as const,
    };
    const ofFunction = (Replacement: ResourceChange['Replacement']) =>
      ofResource({
        Action: 'Modify',
        Replacement,
        LogicalResourceId: byReference.CausingEntity,
        ResourceType: 'AWS::Lambda::Function',
      });

    it('passes where that one is updated in place, as in every deployment of new code', () => {
      expect(sentences([alias([version, byReference]), ofFunction('False')])).toEqual([]);
    });

    it.each<[string, Change[]]>([
      ['that one is replaced', [alias([byReference]), ofFunction('True')]],
      ['that one is not in the change set', [alias([byReference])]],
      [
        'something else would replace it',
        [alias([byReference, { ...byReference, ChangeSource: 'DirectModification' }]), ofFunction('False')],
      ],
      ['nothing says why', [alias([version]), ofFunction('False')]],
      ['there are no details', [alias(undefined), ofFunction('False')]],
    ])('is refused where %s', (_, changes) => {
      expect(sentences(changes)).toContain(
        'ConnectionstokeninjectorFunctionLive06FA487F (AWS::Lambda::Alias) could be replaced by a new and empty one.',
      );
    });
  });

  it('passes what an operator names, and nothing else', () => {
    const changes = [
      table({ Action: 'Remove' }),
      ofResource({ Action: 'Remove', LogicalResourceId: 'Other', ResourceType: 'AWS::KMS::Key' }),
    ];
    expect(sentences(changes, [TABLE])).toEqual(['Other (AWS::KMS::Key) would be deleted.']);
    expect(sentences(changes, [TABLE, 'Other'])).toEqual([]);
  });
});

describe('reading a change set', () => {
  const name = { stackName: 'connections-prod', changeSetName: 'connections-deploy' };
  const page = (NextToken?: string) => ({
    Status: 'CREATE_COMPLETE' as const,
    ...(NextToken && { NextToken }),
  });

  it('goes to its last page, where the harm may be', async () => {
    const client = mockClient(CloudFormationClient);
    client
      .on(DescribeChangeSetCommand)
      .resolvesOnce({ ...page('more'), Changes: harmless })
      .resolvesOnce({ ...page(), Changes: [table({ Action: 'Remove' })] });
    const changes = await readChangeSet(new CloudFormationClient(), name);
    expect(changes).toEqual([...harmless, table({ Action: 'Remove' })]);
    expect(client.commandCalls(DescribeChangeSetCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { StackName: name.stackName, ChangeSetName: name.changeSetName },
      { StackName: name.stackName, ChangeSetName: name.changeSetName, NextToken: 'more' },
    ]);
  });

  it('has nothing where there is none, since nothing would change', async () => {
    mockClient(CloudFormationClient)
      .on(DescribeChangeSetCommand)
      .rejects(new ChangeSetNotFoundException({ message: 'gone', $metadata: {} }));
    expect(await readChangeSet(new CloudFormationClient(), name)).toBeUndefined();
  });

  it.each([
    "The submitted information didn't contain changes. Submit different information to create a change set.",
    'No updates are to be performed.',
  ])('has nothing where CloudFormation says of it: %s', async (StatusReason) => {
    mockClient(CloudFormationClient)
      .on(DescribeChangeSetCommand)
      .resolves({ Status: 'FAILED', StatusReason });
    expect(await readChangeSet(new CloudFormationClient(), name)).toBeUndefined();
  });

  it('of one that is not complete, or that cannot be read, is an error', async () => {
    const client = mockClient(CloudFormationClient);
    client
      .on(DescribeChangeSetCommand)
      .resolvesOnce({ Status: 'FAILED', StatusReason: 'Parameters: [X] must have values' })
      .rejects(new Error('no right'));
    await expect(readChangeSet(new CloudFormationClient(), name)).rejects.toThrow(OperatorError);
    await expect(readChangeSet(new CloudFormationClient(), name)).rejects.toThrow('no right');
  });
});

describe('the stack policy', () => {
  const everything = STAGES.find((stage) => stage.name === 'everything') ?? expect.fail('no such stage');
  const denied = (policy: ReturnType<typeof stackPolicyOf>) => policy?.Statement[1]?.Resource;

  it('allows updates, and denies the removal and replacement of what the stage has of the list', () => {
    expect(stackPolicyOf({ Resources: stageTemplate(everything).resources })).toEqual({
      Statement: [
        { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' },
        {
          Effect: 'Deny',
          Action: ['Update:Replace', 'Update:Delete'],
          Principal: '*',
          Resource: PROTECTED.map(({ id }) => `LogicalResourceId/${id}`).sort(),
        },
      ],
    });
  });

  it('names nothing that the stage does not have, and no log group', () => {
    const { resources } = stageTemplate(settingsOf('dev'));
    const named = [denied(stackPolicyOf({ Resources: resources })) ?? []].flat();
    expect(named.length).toBeGreaterThan(8);
    for (const one of named) {
      const id = one.replace('LogicalResourceId/', '');
      expect(resources[id], id).toBeDefined();
      expect(LASTING.find((lasting) => lasting.id === id)?.holds).not.toBe('logs');
    }
  });

  it('finds the resources of a construct in another app by their paths', () => {
    const Resources = {
      TeamBrokerTable1: {
        Type: 'AWS::DynamoDB::Table',
        Metadata: { 'aws:cdk:path': 'Platform/Team/Broker/Table/Table/Resource' },
      },
      Other: { Type: 'AWS::DynamoDB::Table', Metadata: { 'aws:cdk:path': 'Platform/Other/Resource' } },
    };
    expect(denied(stackPolicyOf({ Resources }))).toEqual(['LogicalResourceId/TeamBrokerTable1']);
    expect(stackPolicyOf({ Resources: { Other: Resources.Other } })).toBeUndefined();
  });
});
