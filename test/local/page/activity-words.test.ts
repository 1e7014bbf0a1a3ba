/**
 * How an entry of the activity reads, of which kind it is, and below which day it stands.
 * Covers dashboard/src/words/activity-kinds.ts, dashboard/src/words/activity-words.ts, dashboard/src/words/days.ts.
 */
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../dashboard/src/api/types.ts';
import { KIND_GROUPS, typesOfKind } from '../../../dashboard/src/words/activity-kinds.ts';
import { activityText } from '../../../dashboard/src/words/activity-words.ts';
import { byDay } from '../../../dashboard/src/words/days.ts';
import { ACTIVITY_TYPES } from '../../../src/contract/activity.ts';
import { ActivityQuery } from '../../../src/contract/resources.ts';

describe('the kinds of entries', () => {
  test('are every type, each in one group', () => {
    const types = KIND_GROUPS.flatMap((group) => group.types.map(([type]) => type));
    expect(types.toSorted()).toEqual([...ACTIVITY_TYPES].toSorted());
    expect(typesOfKind('workspace_deleted')).toBe('workspace_deleted');
    expect(typesOfKind('')).toBeUndefined();
  });

  test.each(KIND_GROUPS.map(({ group }) => group))('of the group %s are a filter of the API', (group) => {
    const type = typesOfKind(group);
    expect(ActivityQuery.parse({ type }).type).toBe(type);
  });
});

describe('a sentence of the activity', () => {
  const names = { nameOf: () => 'Demo', people: (subject: string) => subject };
  const textOf = (entry: Partial<Activity>) => {
    const { pieces } = activityText({ at: '', type: 'connected', ...entry }, names);
    return {
      text: pieces.map(({ text }) => text).join(''),
      names: pieces.flatMap((piece) => piece.names ?? []),
    };
  };

  test('names the account, the server and the app, each with its page', () => {
    const sales = { provider: 'demo', connectionId: 'demo~sales', actor: 'ada' };
    expect(textOf(sales)).toEqual({
      text: 'ada connected Demo · sales',
      names: [{ page: 'connection', id: 'demo~sales' }],
    });
    expect(textOf({ type: 'mcp_server_put', server: 'notes', provider: 'demo', actor: 'ada' }).names).toEqual(
      [{ page: 'server', id: 'notes' }],
    );
    expect(textOf({ type: 'oauth_app_put', provider: 'demo', actor: 'ada' }).names).toEqual([
      { page: 'app', id: 'demo' },
    ]);
  });

  test.each([
    ['putOAuthApp', 'A request of bob was refused: put OAuth app'],
    ['listMcpServers', 'A request of bob was refused: list MCP servers'],
    [undefined, 'A request of bob was refused'],
  ])('of a refusal says what was asked: %s', (operation, sentence) => {
    const entry = { type: 'refused', actor: 'bob', ...(operation && { operation }) } as const;
    expect(textOf(entry).text).toBe(sentence);
  });
});

describe('entries by day', () => {
  const at = (day: number, hour = 12) => ({ at: new Date(2026, 10, day, hour).toISOString() });
  const now = new Date(2026, 10, 30, 15).getTime();

  test('stand below the day where the person is', () => {
    const entries = [at(30), at(30, 1), at(29, 23), at(27), { at: new Date(2025, 4, 3).toISOString() }];
    expect(byDay(entries, now).map(({ heading, items }) => [heading, items.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Friday, November 27', 1],
      ['May 3, 2025', 1],
    ]);
  });
});
