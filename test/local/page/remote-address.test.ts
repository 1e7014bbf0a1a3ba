/**
 * What the dashboard makes of a pasted address, of a stranger's text and of a problem, before anything is sent.
 * Covers dashboard/src/consent/remote-address.ts, dashboard/src/words/plain-text.ts, dashboard/src/consent/one-click.ts,
 * dashboard/src/words/remote-words.ts.
 */
import { describe, expect, it } from 'vitest';
import type { RemoteServer } from '../../../dashboard/src/api/types.ts';
import { isOneClick } from '../../../dashboard/src/consent/one-click.ts';
import { addressOf, idFor, isWebAddress } from '../../../dashboard/src/consent/remote-address.ts';
import { hostIn, plainLines, plainText } from '../../../dashboard/src/words/plain-text.ts';
import { remoteWords } from '../../../dashboard/src/words/remote-words.ts';
import { FIELD_FAULTS, type FieldFault, PROBLEMS } from '../../../src/contract/problems.ts';

describe('a pasted address', () => {
  it.each([
    ['https://mcp.notion.com/mcp', 'https://mcp.notion.com/mcp'],
    ['  mcp.notion.com/mcp ', 'https://mcp.notion.com/mcp'],
    ['http://127.0.0.1:3008/mcp', 'http://127.0.0.1:3008/mcp'],
    ['http://[::1]:3008/mcp', 'http://[::1]:3008/mcp'],
  ])('%s is %s', (typed, url) => {
    expect(addressOf(typed)?.href).toBe(url);
  });

  it.each([
    '',
    'http://mcp.notion.com/mcp',
    'http://127.0.0.1.evil.example/mcp',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://mcp.notion.com/',
    'https://',
    'mcp notion com',
    'file:///etc/passwd',
  ])('T194: “%s” is none', (typed) => {
    expect(addressOf(typed)).toBeUndefined();
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'http://evil.example/', 'blob:https://a.example/x'])(
    'T194: a browser is never sent to %s',
    (url) => {
      expect(isWebAddress(new URL(url))).toBe(false);
    },
  );
});

describe('the id of a server', () => {
  it.each([
    ['https://mcp.notion.com/mcp', 'notion'],
    ['https://notion.so/mcp', 'notion'],
    ['https://mcp.api.example.co.uk/', 'example'],
    ['https://mcp.com/', 'mcp'],
    ['https://9gag.example/', 'server-9gag'],
    ['https://xn--bcher-kva.example/', 'xn--bcher-kva'],
    [`https://${'a'.repeat(60)}.example/`, 'a'.repeat(32)],
    ['https://under_score.example/', 'under-score'],
    ['http://127.0.0.1:3008/mcp', 'server-3008'],
    ['http://[::1]:3008/mcp', 'server-3008'],
    ['https://localhost/', 'server-443'],
  ])('of %s is %s', (url, id) => {
    expect(idFor(new URL(url), new Set())).toBe(id);
    expect(id).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
  });

  it('is one that no other server has', () => {
    const url = new URL('https://mcp.notion.com/mcp');
    expect(idFor(url, new Set(['notion']))).toBe('notion-2');
    expect(idFor(url, new Set(['notion', 'notion-2']))).toBe('notion-3');
    const long = new URL(`https://${'a'.repeat(60)}.example/`);
    expect(idFor(long, new Set(['a'.repeat(32)]))).toBe(`${'a'.repeat(30)}-2`);
  });
});

describe('T194: the text of a stranger', () => {
  it('has nothing invisible in it, and an end', () => {
    expect(plainText('a\u202eb\u0000c\u2028d\u200be\nf')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf');
    expect(plainText('x'.repeat(100_000))).toBe(`${'x'.repeat(200)}… (100000 characters)`);
    expect(plainText('<b>notes</b>')).toBe('<b>notes</b>');
  });

  it('of several lines keeps these, and hides nothing', () => {
    expect(plainLines('a\r\nb\tc\u202ed\u0000\rz<b>')).toBe('a\nb\tc\ufffdd\ufffd\nz<b>');
  });

  it('names a host as the browser would reach it', () => {
    expect(hostIn('https://login.honest.example@evil.example/x')).toBe('evil.example');
    expect(hostIn('https://аpple.example/')).toBe('xn--pple-43d.example');
    expect(hostIn('no address')).toBe('no address');
  });
});

describe('a registered server', () => {
  const server = (authorization: object) =>
    ({
      provider: 'remote~notes',
      authorization: {
        ...{ issuer: 'https://login.example/x', resource: 'https://mcp.example/mcp', client: 'dynamic' },
        ...{ authorizationHost: 'login.example', ...authorization },
      },
    }) as RemoteServer;
  const connection = { provider: 'remote~notes', status: 'active' } as never;

  it('is left for at once, where the person has seen the host and nothing is missing', () => {
    expect(isOneClick(server({}), [])).toBe(true);
    expect(isOneClick(server({ authorizationHost: 'mcp.example' }), [])).toBe(true);
    expect(isOneClick(server({ authorizationHost: 'other.example' }), [])).toBe(false);
    expect(isOneClick(server({ authorizationHost: 'login.example:8443' }), [])).toBe(false);
    expect(isOneClick(server({ client: 'needed' }), [])).toBe(false);
    expect(isOneClick(server({}), [connection])).toBe(false);
  });
});

describe('a problem of a remote server', () => {
  const problem = (code: keyof typeof PROBLEMS, more = {}) => {
    const [, title, detail] = PROBLEMS[code];
    return { title, detail, code, more };
  };

  it.each(Object.keys(FIELD_FAULTS) as FieldFault[])('says the sentence of %s', (reason) => {
    const { detail } = remoteWords(problem('server_refused', { errors: [{ pointer: '/url', reason }] }));
    expect(detail).toBe(FIELD_FAULTS[reason].replaceAll('`', ''));
  });

  it('says how long to wait, where the API does', () => {
    expect(remoteWords(problem('too_many_requests', { retryAfter: 3_541 })).detail).toContain(
      'Wait 60 minutes',
    );
    expect(remoteWords(problem('too_many_requests', { retryAfter: 5 })).detail).toContain('Wait a minute');
    expect(remoteWords(problem('too_many_requests')).detail).toContain('Wait, or');
  });

  it('says what an older page does not know yet', () => {
    const errors = [{ pointer: '/url', reason: 'of_tomorrow' }];
    expect(remoteWords(problem('server_refused', { errors })).detail).toBe('of tomorrow.');
  });

  it.each(['issuer_changed', 'metadata_changed', 'registration_refused', 'server_in_use'] as const)(
    'says of %s what to do next',
    (code) => {
      const words = remoteWords(problem(code, { connections: ['remote~notes', 'remote~notes~sales'] }));
      expect(words.detail).not.toBe(PROBLEMS[code][2]);
      expect(words.detail).toMatch(/Ask|Disconnect/);
      if (code === 'server_in_use') expect(words.detail).toContain('remote~notes, remote~notes~sales');
    },
  );
});
