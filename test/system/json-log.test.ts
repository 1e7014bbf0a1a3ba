/** Covers src/system/json-log.ts. */
import { describe, expect, it } from 'vitest';
import type { LogEvent, LogFields } from '../../src/contract/log.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { Secret } from '../../src/vault/secret.ts';

function logged(fields: object, event = 'tick') {
  const lines: string[] = [];
  createJsonLog((line) => lines.push(line)).info(event as LogEvent, fields as LogFields);
  return { lines, record: JSON.parse(lines[0] ?? '') as Record<string, unknown> };
}

const EVERY_FIELD: Required<LogFields> = {
  workspaceId: 'acme',
  connectionId: 'google~sales',
  provider: 'google',
  sessionId: 's',
  server: 'google-gmail',
  operationId: 'o',
  ageMs: 1,
  hosts: ['gmail.googleapis.com'],
  hostsBefore: ['mcp.example.com'],
  hostsAfter: ['mcp.example.com', 'mcp.example.org'],
  operation: 'putMcpServer',
  issuer: 'https://idp.example',
  subject: 'ada',
  activity: 'connected',
  concerns: 'tenant',
  outcome: 'injected',
  outcomes: { refreshed: 3, error: 1 },
  reason: 'grant_revoked',
  error: 'TypeError',
  attribute: 'status',
  correlationId: 'c',
  status: 503,
  generation: 3,
  keyVersion: 2,
  functionVersion: 'token-refresh:7',
  count: 0,
  durationMs: 1.5,
  lagMs: -1,
};

describe('a log record', () => {
  it('holds level, event and the fields of the list', () => {
    expect(logged(EVERY_FIELD).record).toEqual({ level: 'info', event: 'tick', ...EVERY_FIELD });
    const lines: string[] = [];
    const log = createJsonLog((line) => lines.push(line));
    log.info('injection');
    log.warn('tick', {});
    log.error('unhandled', { status: 500 });
    expect(lines).toEqual([
      '{"level":"info","event":"injection"}',
      '{"level":"warn","event":"tick"}',
      '{"level":"error","event":"unhandled","status":500}',
    ]);
  });

  it('T063: drops what is not on the list, whatever it is called', () => {
    const { lines } = logged({
      workspaceId: 'acme',
      accessToken: 'ya29.leak',
      message: 'leak',
      stack: 'leak',
      url: 'https://a.example/?code=leak',
      body: { access_token: 'leak' },
      cause: new Error('leak'),
      level: 'leak',
      event: 'leak',
      toJSON: () => ({ leak: 'leak' }),
    });
    expect(lines).toEqual(['{"level":"info","event":"tick","workspaceId":"acme"}']);
  });

  it('T063: shows no secret even in a field of the list', () => {
    expect(logged({ reason: new Secret('ya29.leak') }).lines[0]).not.toContain('leak');
    const hidden = Object.assign(new Error('x'), { token: 'ya29.leak', toJSON: () => 'ya29.leak' });
    expect(logged({ error: hidden }).lines[0]).not.toContain('leak');
    expect(logged({ outcome: { token: 'ya29.leak' } }).lines[0]).not.toContain('leak');
  });

  it('T063: counts by their outcomes hold numbers under names of the contract, and nothing else', () => {
    const outcomes = { refreshed: 2, error: 'leak', leak: 1, dead: 0, __proto__: { busy: 1 } };
    expect(logged({ outcomes }).record).toEqual({
      level: 'info',
      event: 'tick',
      outcomes: { refreshed: 2, dead: 0 },
    });
    for (const odd of ['leak', null, ['leak'], 7n])
      expect(logged({ outcomes: odd }).record.outcomes).toEqual({});
  });

  it('T176: takes no field from a prototype', () => {
    expect(logged(JSON.parse('{"__proto__":{"reason":"inherited"},"status":200}')).record).toEqual({
      level: 'info',
      event: 'tick',
      status: 200,
    });
    expect(({} as { reason?: string }).reason).toBeUndefined();
  });

  it('leaves out what is undefined, and is not stopped by what is odd', () => {
    expect(logged({ reason: undefined, status: Number.NaN, count: 7n, outcome: null }).record).toEqual({
      level: 'info',
      event: 'tick',
      status: null,
      count: '7',
      outcome: 'null',
    });
  });
});

describe('T074: one record stays one record', () => {
  it.each([
    ['line breaks', 'a\n{"level":"error","event":"forged"}\r\nb'],
    ['quotes and braces', '"},{"level":"error'],
    ['escape codes', '\u001b[2J\u001b]0;title\u0007'],
    ['C1 escape codes', '\u009b31m\u0085'],
    ['NUL, backspace and DEL', '\0\b\u007f'],
    ['Unicode line and paragraph separators', 'a\u2028b\u2029c'],
    ['lone surrogates', 'a\ud800b\udc00'],
  ])('T074: whatever %s it is given', (_title, reason) => {
    const { lines, record } = logged({ reason });
    expect(lines).toHaveLength(1);
    // No control character, no line end of any kind, nothing that is half a character.
    expect(lines[0]).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(record).toEqual({ level: 'info', event: 'tick', reason });
  });

  it('T074: and however long', () => {
    const { lines, record } = logged({ reason: 'é'.repeat(100_000), error: `${'a'.repeat(199)}🦊` });
    expect(record.reason).toBe('é'.repeat(200));
    expect(lines[0]?.length).toBeLessThan(600);
    expect(lines[0]).not.toMatch(/\p{Cs}/u);
  });
});
