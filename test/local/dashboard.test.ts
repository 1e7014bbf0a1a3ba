/**
 * Covers dashboard/build.ts, dashboard/src/consent/intent.ts, dashboard/src/sign-in/person.ts, dashboard/src/words/activity-words.ts,
 * dashboard/src/words/receipt-words.ts, dashboard/src/words/relative-time.ts, src/contract/security-headers.ts,
 * src/contract/outcomes.ts.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildDashboard } from '../../dashboard/build.ts';
import { readIntent } from '../../dashboard/src/consent/intent.ts';
import { workspacesIn } from '../../dashboard/src/sign-in/person.ts';
import { activityText } from '../../dashboard/src/words/activity-words.ts';
import { receiptWords } from '../../dashboard/src/words/receipt-words.ts';
import { relativeTime } from '../../dashboard/src/words/relative-time.ts';
import type { ActivityType } from '../../src/contract/activity.ts';
import { SILENT_SCRIPT_HASH } from '../../src/contract/dashboard/silent-page.ts';
import { REVOCATION_OUTCOMES } from '../../src/contract/outcomes.ts';
import { frameHeaders, securityHeaders } from '../../src/contract/security-headers.ts';
import { stateDir } from './state-dir.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const QUERY = 'code=c%2F1&state=s&iss=https%3A%2F%2Fa.example';
const ENCODED = Buffer.from(QUERY).toString('base64url');
const RETURNED = { provider: 'demo', owner: 'verified', query: QUERY, arrivedAt: NOON };

describe('the page’s address', () => {
  test.each([
    ['', '', {}],
    [`#provider=demo&owner=verified&query=${ENCODED}`, '', { returned: RETURNED }],
    [`#provider=demo&owner=verified&query=${ENCODED}`, '?connect=demo', { returned: RETURNED }],
    [
      `#provider=custom~crm&owner=acme&query=${ENCODED}`,
      '',
      {
        returned: { ...RETURNED, provider: 'custom~crm', owner: 'acme' },
      },
    ],
    ['', '?connect=demo&workspace=acme', { connect: { provider: 'demo', workspace: 'acme' } }],
    ['', '?connect=demo', { connect: { provider: 'demo' } }],
    [`#provider=demo&query=${ENCODED}`, '', {}],
    [`#provider=Demo&owner=verified&query=${ENCODED}`, '', {}],
    ['#provider=demo&owner=verified&query=<script>', '', {}],
    ['#provider=demo&owner=verified&query=a', '', {}],
    [`#provider=demo&owner=verified&query=${'A'.repeat(8_193)}`, '', {}],
    ['', '?connect=Demo%20<script>', {}],
  ])('%s%s is read as intended', (fragment, query, intent) => {
    expect(readIntent({ fragment, query, now: NOON })).toEqual(intent);
  });
});

describe('the token’s list of workspaces', () => {
  const token = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

  test('is read, and what is not of its form is left out', () => {
    const claims = { ws: ['acme:admin', 'globex:member', 'x:owner', 'nonsense', 7] };
    expect(workspacesIn(token(claims), 'ws')).toEqual([
      { id: 'acme', role: 'admin' },
      { id: 'globex', role: 'member' },
    ]);
  });

  test.each([
    ['acme:admin', [{ id: 'acme', role: 'admin' }]],
    [
      'acme:admin globex:member',
      [
        { id: 'acme', role: 'admin' },
        { id: 'globex', role: 'member' },
      ],
    ],
    [['acme:member', 'acme:admin'], [{ id: 'acme', role: 'admin' }]],
  ])('%j is read as the API reads it', (ws, workspaces) => {
    expect(workspacesIn(token({ ws }), 'ws')).toEqual(workspaces);
  });

  test.each([token({}), token({ ws: { acme: 'admin' } }), 'opaque', ''])('%s lists none', (accessToken) => {
    expect(workspacesIn(accessToken, 'ws')).toEqual([]);
  });
});

describe('the page’s words', () => {
  const NOW = Date.parse('2026-11-24T12:00:00Z');

  test.each([
    ['2026-11-24T12:00:03Z', 'just now'],
    ['2026-11-24T12:00:30Z', 'in a moment'],
    ['2026-11-24T11:59:30Z', 'just now'],
    ['2026-11-24T12:50:00Z', 'in 50 minutes'],
    ['2026-11-24T10:00:00Z', '2 hours ago'],
    ['2026-11-23T12:00:00Z', 'yesterday'],
    ['2026-09-01T12:00:00Z', '3 months ago'],
  ])('%s is %s', (at, words) => {
    expect(relativeTime(at, NOW)).toBe(words);
  });

  test.each(REVOCATION_OUTCOMES)('a receipt with outcome %s names the provider', (outcome) => {
    const receipt = {
      requestedAt: '2026-11-24T12:00:00Z',
      requestedBy: 'ada',
      revocation: { outcome, byHandAt: 'https://demo.test/apps' },
    };
    const words = receiptWords(receipt, 'Demo Provider', () => 'then');
    const leftToAPerson = ['not_supported', 'failed', 'unconfirmed', 'left_shared_grant'].includes(outcome);
    expect(words.revocation).toContain('Demo Provider');
    expect(words.byHandAt).toBe(leftToAPerson ? 'https://demo.test/apps' : undefined);
  });

  test('an activity is a sentence with names, whether or not its type is known', () => {
    const sentence = (type: string, actor?: string) =>
      activityText(
        { at: '', type: type as ActivityType, provider: 'demo', ...(actor ? { actor } : {}) },
        { nameOf: () => 'Demo', people: (subject) => subject },
      )
        .pieces.map(({ text }) => text)
        .join('');
    expect(sentence('connected', 'ada')).toBe('ada connected Demo');
    expect(sentence('connected')).toBe('A person connected Demo');
    expect(sentence('something_new', 'ada')).toBe('something new');
  });
});

describe('what is served', () => {
  test('the policy allows the page, its sign-in and its API, and nothing inline', () => {
    const headers = securityHeaders({ issuer: 'https://id.test/tenant', apiOrigin: 'https://api.test' });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' https://id.test https://api.test; " +
        "img-src 'self' data:; worker-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' https://id.test",
    );
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  test('the build is two pages without inline script or style, what they name, and their settings', async () => {
    const outdir = join(stateDir(), 'page');
    const config = {
      issuer: 'http://127.0.0.1:1',
      clientId: 'dashboard',
      audience: 'urn:connections:local',
      workspaceClaim: 'workspaces',
      apiOrigin: 'http://127.0.0.1:2',
    };
    await buildDashboard({ outdir, config });

    const files = await readdir(outdir);
    expect(JSON.parse(await readFile(join(outdir, 'config.json'), 'utf8'))).toEqual(config);
    const named = async (page: string) => {
      const text = await readFile(join(outdir, page), 'utf8');
      expect(text).not.toMatch(/<style|style="|<script>|\son\w+=|%[A-Z]+%/);
      return [...text.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, file = '']) => file);
    };
    const [dashboard, api] = await Promise.all(['index.html', 'api.html'].map(named));
    // The document of the API is the service's own.
    for (const file of [...(dashboard ?? []), ...(api ?? [])])
      if (file !== 'openapi.json') expect(files).toContain(file);
    // The one script of the frame is the one whose hash the frame's policy allows.
    const frame = await readFile(join(outdir, 'silent.html'), 'utf8');
    const scripts = [...frame.matchAll(/<script>(.*?)<\/script>/g)].map(([, script = '']) => script);
    const hashes = scripts.map((script) => createHash('sha256').update(script).digest('base64'));
    expect(hashes).toEqual([SILENT_SCRIPT_HASH]);
    expect(frameHeaders({})['content-security-policy']).toContain(
      `script-src 'sha256-${SILENT_SCRIPT_HASH}';`,
    );
    expect(dashboard).toEqual(expect.arrayContaining([expect.stringMatching(/^app-\w{8}\.js$/)]));
    expect(api).toEqual(expect.arrayContaining([expect.stringMatching(/^api-\w{8}\.(js|css)$/)]));
    // Who reads about the API loads none of the sign-in.
    const script = api?.find((file) => /^api-\w{8}\.js$/.test(file)) ?? '';
    expect((await readFile(join(outdir, script), 'utf8')).length).toBeLessThan(60_000);
  });
});
