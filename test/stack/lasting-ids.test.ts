/**
 * The logical ids of what holds data or an address never change: neither today's, nor by a construct that gets another id.
 * Covers lib/lasting/refuse-other-ids.ts, lib/lasting/lasting-of.ts, lib/connections-stack.ts.
 */
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Connections } from '../../lib/connections.ts';
import { lastingOf } from '../../lib/lasting/lasting-of.ts';
import { refuseOtherIds, refuseOtherLogicalIds } from '../../lib/lasting/refuse-other-ids.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { StageError } from '../../lib/stage-error.ts';
import { BrokerTable } from '../../lib/storage/table.ts';
import { LASTING, LASTING_TYPES } from '../../src/contract/deployment/lasting.ts';
import { STAGES } from './linted-stages.ts';
import { cdkContext, type StageTemplate, settingsOf, stageTemplate } from './stage-template.ts';

const everything = STAGES.find(({ name }) => name === 'everything') ?? expect.fail('no such stage');
const dev = settingsOf('dev');
const templates: [string, StageTemplate][] = [everything, dev].map((stage) => [
  stage.name,
  stageTemplate(stage),
]);

/** A stage in a stack that another app calls as it likes. */
function embedded(settings: StageSettings = dev, id = 'Connections') {
  const app = new App({ context: cdkContext(), builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Platform');
  return { stack, connections: new Connections(new Construct(stack, 'Team'), id, settings) };
}

describe('the ids that last', () => {
  it.each(templates)('are those of the template: %s', (name, { resources }) => {
    const settings = name === 'dev' ? dev : everything;
    const lasting = new Map(lastingOf(settings).map(({ id, type }) => [id, type]));
    for (const [id, type] of lasting) expect(resources[id]?.Type, id).toBe(type);
    const others = Object.entries(resources)
      .filter(([id, { Type }]) => LASTING_TYPES.some((type) => type === Type) && !lasting.has(id))
      .map(([id]) => id);
    expect(others).toEqual([]);
  });

  it('are all in a stage that has everything, and none is listed twice', () => {
    expect(lastingOf(everything)).toEqual(LASTING);
    expect(new Set(LASTING.map(({ id }) => id)).size).toBe(LASTING.length);
    expect(new Set(LASTING.map(({ path }) => path)).size).toBe(LASTING.length);
  });

  it('are where they were in a construct of another app too, whatever that app calls it', () => {
    const { stack } = embedded(dev, 'Broker');
    const ids = Object.keys(Template.fromStack(stack).toJSON().Resources);
    expect(ids).toContainEqual(expect.stringMatching(/^TeamBrokerTable[0-9A-F]{8}$/));
  });
});

describe('a construct that gets another id', () => {
  it('fails synth by both ids: that of the resource which a stage would lose, and that of the empty one', () => {
    const { connections } = embedded();
    connections.node.tryRemoveChild('Table');
    const props = {
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection: true,
      pointInTimeRecovery: true,
    };
    new BrokerTable(connections, 'MainTable', props);
    const refused = () => refuseOtherIds(connections, dev);
    expect(refused).toThrow(StageError);
    expect(refused).toThrow(
      /ConnectionsTable93C55591 \(AWS::DynamoDB::Table at Table\/Table\/Resource\) is not in the template any more/,
    );
    expect(refused).toThrow(
      /TeamConnectionsMainTable\w+ \(AWS::DynamoDB::Table at MainTable\/Table\/Resource\) is not in src\/contract\/deployment\/lasting\.ts/,
    );
  });

  it.each(LASTING.map(({ path, id }) => [path, id] as const))('is noticed at %s', (path, id) => {
    const { connections } = embedded(everything);
    const parts = path.split('/');
    const last = parts.pop() ?? '';
    const parent = parts.reduce<Construct>((one, part) => one.node.findChild(part) as Construct, connections);
    parent.node.tryRemoveChild(last);
    expect(() => refuseOtherIds(connections, everything)).toThrow(`${id} (`);
  });

  it('is noticed when it is the construct around all others, in a stack of this repository', () => {
    const { connections } = embedded();
    expect(() => refuseOtherIds(connections, dev)).not.toThrow();
    expect(() => refuseOtherLogicalIds(connections, dev)).toThrow(
      /ConnectionsTable93C55591 would become TeamConnectionsTable\w{8}, a new and empty resource/,
    );
  });
});

describe('a new resource of a type that lasts', () => {
  it('is refused until somebody decides what it holds', () => {
    const { connections } = embedded();
    new Bucket(connections, 'Archive');
    expect(() => refuseOtherIds(connections, dev)).toThrow(
      /Archive\w+ \(AWS::S3::Bucket at Archive\/Resource\) is not in src\/contract\/deployment\/lasting\.ts/,
    );
  });
});
