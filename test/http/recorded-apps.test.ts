/**
 * What happened to own OAuth apps can be told: each app that was put or deleted is in the activity, the log and the events,
 * with its addresses before and after and by whom, and no change goes unrecorded.
 * Covers src/broker/activity/recorded-change.ts, src/broker/apps/put-oauth-app.ts, src/broker/apps/delete-oauth-app.ts.
 */
import { describe, expect, it } from 'vitest';
import {
  ADA,
  beginRegistering,
  CUSTOM,
  entries,
  events,
  lines,
  linesOf,
  ports,
  putApp,
  send,
} from './registering.ts';

beginRegistering();

describe('an own OAuth app', () => {
  const BEFORE = [
    'https://id.crm.example/authorize',
    'https://id.crm.example/token',
    'https://id.crm.example/userinfo',
    'api.crm.example',
  ];
  const EVIL = { ...CUSTOM, tokenEndpoint: 'https://evil.example/token', apiHosts: ['evil.example'] };

  it('leaves its client ids and addresses in the activity, and its hosts in log and events', async () => {
    expect(await putApp('one')).toBe(200);
    expect(await putApp('one')).toBe(200);
    expect(await putApp('two', EVIL)).toBe(200);
    expect(await send('DELETE', '/oauth-apps/custom~crm')).toBe(204);
    const app = { provider: 'custom~crm', ...ADA };
    const after = [BEFORE[0], 'https://evil.example/token', BEFORE[2], 'evil.example'];
    const [one, two] = [
      { clientId: 'one', version: 1 },
      { clientId: 'two', version: 2 },
    ];
    expect(await entries()).toEqual([
      { type: 'oauth_app_put', ...app, ...one, addressesAfter: BEFORE },
      { type: 'oauth_app_put', ...app, ...one, addressesBefore: BEFORE, addressesAfter: BEFORE },
      { type: 'oauth_app_put', ...app, ...two, addressesBefore: BEFORE, addressesAfter: after },
      {
        ...{ type: 'oauth_app_deleted', ...app, ...two },
        addressesBefore: [...after, BEFORE[1], BEFORE[3]],
      },
    ]);
    expect(linesOf().map(({ hostsAfter }) => hostsAfter)).toEqual([
      ['id.crm.example', 'api.crm.example'],
      ['id.crm.example', 'api.crm.example'],
      ['id.crm.example', 'evil.example'],
      [],
    ]);
    expect(events.map(({ type, clientId, appVersion }) => [type, clientId, appVersion])).toEqual([
      ['oauth_app_put', 'one', 1],
      ['oauth_app_put', 'one', 1],
      ['oauth_app_put', 'two', 2],
      ['oauth_app_deleted', 'two', 2],
    ]);
    expect(lines.join() + JSON.stringify(events) + JSON.stringify(await entries())).not.toContain('leak');
  });

  it('is recorded before it changes, and does not change unrecorded', async () => {
    const body = { clientId: 'one', clientSecret: 'leak-3', custom: CUSTOM };
    const change = () => Promise.reject(new Error('the process died'));
    expect(await send('PUT', '/oauth-apps/custom~crm', body, { apps: { ...ports.apps, change } })).toBe(500);
    expect(await entries()).toHaveLength(1);
    const activity = { ...ports.activity, change };
    expect(await send('PUT', '/oauth-apps/custom~crm', body, { activity })).toBe(503);
    expect(await ports.reads.oauthApps('acme', 'custom~crm')).toEqual([]);
    await putApp('one');
    expect(await send('DELETE', '/oauth-apps/custom~crm', undefined, { activity })).toBe(503);
    expect(await ports.reads.oauthApps('acme', 'custom~crm')).toMatchObject([{ clientId: 'one' }]);
    expect((await ports.reads.oauthApps('acme', 'custom~crm'))[0]).not.toHaveProperty('deletingAt');
  });
});
