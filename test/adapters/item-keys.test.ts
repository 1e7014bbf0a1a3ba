/** Covers src/aws/table/item-keys.ts, src/contract/table.ts, src/broker/call-bucket.ts. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activityId,
  activityItem,
  actsItem,
  appHealthItem,
  appPolicyItem,
  connectionItem,
  connectionPartition,
  consentSessionItem,
  dataKeyItem,
  grantMarkItem,
  type ItemKey,
  oauthAppItem,
  personItem,
  placesItem,
  seenToolsItem,
  serverItem,
  stepUpItem,
  toolCallItem,
  toolCallPartition,
  workspaceMarkItem,
} from '../../src/aws/table/item-keys.ts';
import { BUCKETS } from '../../src/broker/call-bucket.ts';
import { CALL_PARTITION, ONLY, PARTITION, WORKSPACE_DELETED } from '../../src/contract/table.ts';
import { sessionId, uuidV7 } from './samples.ts';

const BUILDERS = {
  activityItem,
  actsItem,
  appHealthItem,
  appPolicyItem,
  connectionItem,
  consentSessionItem,
  dataKeyItem,
  grantMarkItem,
  oauthAppItem,
  personItem,
  placesItem,
  seenToolsItem,
  serverItem,
  stepUpItem,
  toolCallItem,
  workspaceMarkItem,
};

/** The parts of one item's key, and which builder takes them. */
type Parts = { builder: keyof typeof BUILDERS } & Record<string, string | number>;

const build = ({ builder, ...parts }: Parts): ItemKey =>
  (BUILDERS[builder] as (parts: unknown) => ItemKey)(parts);

// Few letters and short parts, so that wrong joins ("a" + "bc", "ab" + "c") would meet often.
const workspaceId = fc.stringMatching(/^[ab1][ab1_-]{0,3}$/);
const owner = fc.oneof(workspaceId, fc.constant('verified'));
const provider = fc.stringMatching(/^(custom~)?[ab][ab1-]{0,3}$/);
const connectionId = fc.stringMatching(/^(custom~)?[ab][ab1-]{0,2}(~[ab1][ab1-]{0,2})?$/);
const serverId = fc.stringMatching(/^(provider:)?[ab][ab1._~-]{0,3}$/);
const version = fc.oneof(fc.nat(20), fc.constantFrom(9_999_999_999, 1_000_000_000));
const operationId = fc.nat(20).map(uuidV7);
const day = fc.constantFrom('2026-11-24', '2026-11-25', '2026-12-01');
const session = fc.constantFrom('a', 'b', 'c').map(sessionId);

const anyKey: fc.Arbitrary<Parts> = fc.oneof(
  fc.record({ builder: fc.constant('connectionItem' as const), workspaceId, connectionId }),
  fc.record({ builder: fc.constant('workspaceMarkItem' as const), workspaceId }),
  fc.record({ builder: fc.constant('consentSessionItem' as const), sessionId: session }),
  fc.record({ builder: fc.constant('oauthAppItem' as const), owner, provider, version }),
  fc.record({ builder: fc.constant('serverItem' as const), workspaceId, serverId }),
  fc.record({ builder: fc.constant('appPolicyItem' as const), workspaceId }),
  fc.record({
    builder: fc.constant('appHealthItem' as const),
    appKey: fc.tuple(owner, provider, version).map((parts) => parts.join('/')),
  }),
  fc.record({ builder: fc.constant('placesItem' as const), workspaceId }),
  fc.record({ builder: fc.constant('dataKeyItem' as const), version }),
  fc.record({ builder: fc.constant('toolCallItem' as const), workspaceId, day, operationId }),
  fc.record({ builder: fc.constant('activityItem' as const), workspaceId, id: operationId }),
  fc.record({ builder: fc.constant('actsItem' as const), counter: session, window: version }),
  fc.record({ builder: fc.constant('personItem' as const), workspaceId, personId: session }),
  fc.record({ builder: fc.constant('stepUpItem' as const), workspaceId, connectionId, serverId }),
  fc.record({ builder: fc.constant('seenToolsItem' as const), workspaceId, serverId }),
  fc.record({
    builder: fc.constant('grantMarkItem' as const),
    clientKey: session,
    kind: fc.constantFrom('consent', 'revocation'),
    id: operationId,
  }),
);

/** The inverse of all builders. That one exists is the proof that no two keys meet. */
function parse({ pk, sk }: ItemKey): Parts {
  const at = pk.indexOf('#') + 1;
  const [type, rest] = [pk.slice(0, at), pk.slice(at)];
  switch (type) {
    case PARTITION.connection:
      if (sk === WORKSPACE_DELETED) return { builder: 'workspaceMarkItem', workspaceId: rest };
      return { builder: 'connectionItem', workspaceId: rest, connectionId: sk };
    case PARTITION.consentSession:
      return { builder: 'consentSessionItem', sessionId: rest };
    case PARTITION.oauthApp: {
      const [provider = '', version] = sk.split('#');
      return { builder: 'oauthAppItem', owner: rest, provider, version: Number(version) };
    }
    case PARTITION.server:
      return { builder: 'serverItem', workspaceId: rest, serverId: sk };
    case PARTITION.appPolicy:
      return { builder: 'appPolicyItem', workspaceId: rest };
    case PARTITION.appHealth:
      return { builder: 'appHealthItem', appKey: rest };
    case PARTITION.places:
      return { builder: 'placesItem', workspaceId: rest };
    case PARTITION.dataKey:
      return { builder: 'dataKeyItem', version: Number(sk) };
    case CALL_PARTITION: {
      const [workspaceId = '', day = ''] = rest.split('#');
      return { builder: 'toolCallItem', workspaceId, day, operationId: sk };
    }
    case PARTITION.activity:
      return { builder: 'activityItem', workspaceId: rest, id: sk };
    case PARTITION.acts:
      return { builder: 'actsItem', counter: rest, window: Number(sk) };
    case PARTITION.person:
      return { builder: 'personItem', workspaceId: rest, personId: sk };
    case PARTITION.stepUp: {
      const [connectionId = '', serverId = ''] = sk.split('/');
      return { builder: 'stepUpItem', workspaceId: rest, connectionId, serverId };
    }
    case PARTITION.seenTools:
      return { builder: 'seenToolsItem', workspaceId: rest, serverId: sk };
    case PARTITION.grantMark: {
      const [kind = '', id = ''] = sk.split('#');
      return { builder: 'grantMarkItem', clientKey: rest, kind, id };
    }
    default:
      throw new Error(`unknown item type ${type}`);
  }
}

describe('item keys', () => {
  it('are as the design writes them', () => {
    const id = uuidV7(0);
    const workspaceId = 'acme';
    expect(connectionItem({ workspaceId, connectionId: 'google~sales' })).toEqual({
      pk: 'conn#acme',
      sk: 'google~sales',
    });
    expect(workspaceMarkItem({ workspaceId })).toEqual({ pk: 'conn#acme', sk: '#deleted' });
    expect(consentSessionItem({ sessionId: sessionId('x') })).toEqual({
      pk: `consent#${sessionId('x')}`,
      sk: ONLY,
    });
    expect(oauthAppItem({ owner: 'acme', provider: 'custom~crm', version: 12 })).toEqual({
      pk: 'app#acme',
      sk: 'custom~crm#0000000012',
    });
    expect(serverItem({ workspaceId, serverId: 'crm' })).toEqual({ pk: 'server#acme', sk: 'crm' });
    expect(appPolicyItem({ workspaceId })).toEqual({ pk: 'policy#acme', sk: '-' });
    expect(appHealthItem({ appKey: 'verified/google/1' })).toEqual({
      pk: 'health#verified/google/1',
      sk: '-',
    });
    expect(placesItem({ workspaceId })).toEqual({ pk: 'places#acme', sk: '-' });
    expect(dataKeyItem({ version: 3 })).toEqual({ pk: 'key#', sk: '0000000003' });
    expect(toolCallItem({ workspaceId, day: '2026-11-24', operationId: id })).toEqual({
      // The first digit of `printf %s <id> | sha256sum`.
      pk: `call#acme#2026-11-24#${createHash('sha256').update(id).digest('hex')[0]}`,
      sk: id,
    });
    expect(activityItem({ workspaceId, id })).toEqual({ pk: 'activity#acme', sk: id });
    const counter = sessionId('x');
    expect(actsItem({ counter, window: 3 })).toEqual({ pk: `acts#${counter}`, sk: '0000000003' });
    expect(personItem({ workspaceId, personId: counter })).toEqual({ pk: 'person#acme', sk: counter });
    expect(stepUpItem({ workspaceId, connectionId: 'google~sales', serverId: 'crm' })).toEqual({
      pk: 'stepup#acme',
      sk: 'google~sales/crm',
    });
    expect(seenToolsItem({ workspaceId, serverId: 'crm' })).toEqual({ pk: 'tools#acme', sk: 'crm' });
    expect(grantMarkItem({ clientKey: sessionId('x'), kind: 'consent', id })).toEqual({
      pk: `grant#${sessionId('x')}`,
      sk: `consent#${id}`,
    });
  });

  it('never meet: from a key its parts can be read back', () => {
    fc.assert(
      fc.property(anyKey, (parts) => {
        expect(parse(build(parts))).toEqual(parts);
      }),
      { numRuns: 2_000 },
    );
  });

  it('spread the calls of one moment over sixteen partitions, and lead an id to its own alone', () => {
    const at = { workspaceId: 'acme', day: '2026-11-24' };
    const ids = Array.from({ length: 4_000 }, (_, number) => uuidV7(number));
    const partitions = Map.groupBy(ids, (operationId) => toolCallItem({ ...at, operationId }).pk);
    expect([...partitions.keys()].sort()).toEqual(
      BUCKETS.map((bucket) => toolCallPartition({ ...at, bucket })),
    );
    for (const { length } of partitions.values()) expect(Math.abs(length - 250)).toBeLessThan(100);
    for (const bucket of [-1, 16, 1.5, Number.NaN])
      expect(refusalOf(() => toolCallPartition({ ...at, bucket })).message).toBe('bucket is not well formed');
  });

  it('of versions have the order of the versions', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(dataKeyItem({ version: a }).sk < dataKeyItem({ version: b }).sk).toBe(a < b);
      }),
    );
  });

  it('are refused where a part holds a separator or a control character, without its value in the message', () => {
    const separator = fc.constantFrom('#', '/', '\0', '\n', '\r', '\t', '\x1f', '\x7f', '\x85');
    fc.assert(
      fc.property(anyKey, fc.nat(), fc.nat(100), separator, (parts, which, where, inserted) => {
        const texts = Object.keys(parts).filter(
          (name) => name !== 'builder' && typeof parts[name] === 'string',
        );
        const name = texts[which % texts.length];
        fc.pre(name !== undefined);
        const text = String(parts[name]);
        const at = where % (text.length + 1);
        const hostile = text.slice(0, at) + inserted + text.slice(at);
        const refusal = refusalOf(() => build({ ...parts, [name]: hostile }));
        expect(refusal).toBeInstanceOf(TypeError);
        expect(refusal.message).toBe(`${name} is not well formed`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are refused for any text outside the grammar', () => {
    const hostile = [
      '',
      '.',
      '..',
      '%23',
      'ａ',
      'a b',
      'A'.repeat(65),
      'verified',
      'é',
      '-a',
      "a'",
      '\u{1f600}',
    ];
    for (const workspaceId of hostile) {
      expect(refusalOf(() => connectionPartition(workspaceId)).message).toBe(
        'workspaceId is not well formed',
      );
    }
    for (const version of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 10_000_000_000]) {
      expect(refusalOf(() => dataKeyItem({ version })).message).toBe('version is not well formed');
    }
    for (const appKey of [
      'a/google',
      'a/google/1/2',
      'a/google/01',
      'a/google/1.0',
      'a/Google/1',
      '//',
      'a#/google/1',
    ]) {
      expect(refusalOf(() => appHealthItem({ appKey })).message).toBe('appKey is not well formed');
    }
    for (const day of ['', '20261124', '2026-11-24 ', '2026-11-24T00']) {
      const key = { workspaceId: 'acme', day, operationId: uuidV7(0) };
      expect(refusalOf(() => toolCallItem(key)).message).toBe('day is not well formed');
    }
    const upperCase = uuidV7(0).toUpperCase();
    expect(refusalOf(() => activityId(upperCase)).message).toBe('id is not well formed');
    // What arrives from outside may be no string at all.
    expect(refusalOf(() => connectionPartition(['acme'] as never))).toBeInstanceOf(TypeError);
  });
});

function refusalOf(attempt: () => unknown): Error {
  try {
    attempt();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
}
