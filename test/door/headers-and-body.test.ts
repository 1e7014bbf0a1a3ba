/**
 * The operation of a request: its headers, its body, and what happens where these say different things.
 * Covers client/src/door/operation/asked-operation.ts, client/src/door/operation/message-in-body.ts,
 * client/src/door/operation/strict-json.ts, client/src/door/serve/asked-body.ts, src/broker/authorize/mcp-operation.ts.
 */
import { describe, expect, it } from 'vitest';
import { type Ask, CURRENT, callOf, reasonOf, setUpDoor } from './set-up-door.ts';

const ENFORCED = { server: { toolsEnforced: true } };
const COMPARED = { server: { toolsEnforced: true, comparesHeaders: true } };
const allowed = { ...CURRENT, 'mcp-method': 'tools/call', 'mcp-name': 'allowed' };
const encoded = (name: string) => `=?base64?${Buffer.from(name).toString('base64')}?=`;

async function operationOf(changes: object, what: Ask) {
  const { ask, lambda } = await setUpDoor(changes);
  const answer = await ask(what);
  const { kind, tool } = (lambda.requests[0]?.operation ?? {}) as { kind?: string; tool?: string };
  return {
    status: answer.status,
    reason: answer.body && reasonOf(answer),
    kind,
    tool,
    asked: lambda.requests.length,
  };
}

describe('T204: of a server with a list of tools', () => {
  it.each<[string, Ask]>([
    ['a name that differs', { headers: allowed, body: callOf('forbidden') }],
    [
      'a method that differs',
      { headers: { ...CURRENT, 'mcp-method': 'tools/list' }, body: callOf('forbidden') },
    ],
    [
      'an encoded name that differs',
      { headers: { ...allowed, 'mcp-name': encoded('x') }, body: callOf('y') },
    ],
    [
      'a name with two readings',
      { headers: { ...allowed, 'mcp-name': '=?base64?YQ=?=' }, body: callOf('a') },
    ],
    ['a batch', { headers: allowed, body: `[${callOf('allowed')}]` }],
    ['a batch of two', { body: `[${callOf('allowed')},${callOf('forbidden')}]` }],
    [
      'a method twice',
      { body: '{"method":"tools/list","method":"tools/call","params":{"name":"forbidden"}}' },
    ],
    ['an escaped name of a member', { body: '{"method":"tools/list","\\u006dethod":"tools/call"}' }],
    ['a method in another case', { body: '{"method":"tools/list","Method":"tools/call"}' }],
    ['a method in another case alone', { body: '{"Method":"tools/call","id":1,"result":{}}' }],
    ['a method behind a NUL', { body: '{"method":"tools/list","method\\u0000":"tools/call"}' }],
    ['a method with a joiner', { body: '{"method":"tools/list","meth\u200dod":"tools/call"}' }],
    [
      'a name behind a NUL',
      { body: '{"method":"tools/call","params":{"name":"allowed","name\\u0000":"forbidden"}}' },
    ],
    ['a name twice', { body: '{"method":"tools/call","params":{"name":"allowed","name":"forbidden"}}' }],
    [
      'a name in another case',
      { body: '{"method":"tools/call","params":{"name":"allowed","NAME":"forbidden"}}' },
    ],
    ['parameters twice', { body: '{"method":"tools/call","params":{"name":"a"},"params":{"name":"b"}}' }],
    [
      'parameters that fold',
      { body: '{"method":"tools/call","params":{"name":"a"},"param\u017f":{"name":"b"}}' },
    ],
    [
      'arguments twice',
      { body: '{"method":"tools/call","params":{"name":"a","arguments":{"x":{"y":1,"y":2}}}}' },
    ],
    ['a body that is cut', { headers: allowed, body: callOf('allowed').slice(0, -1) }],
    ['a body that Envoy cut', { headers: { 'x-envoy-auth-partial-body': 'true' }, body: callOf('allowed') }],
    ['two texts', { body: `${callOf('allowed')}${callOf('forbidden')}` }],
    ['a coded body', { headers: { 'content-encoding': 'gzip' }, body: callOf('allowed') }],
    [
      'another character set',
      { headers: { 'content-type': 'application/json; charset=utf-7' }, body: callOf('a') },
    ],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: callOf('allowed') }],
    ['no UTF-8', { body: Buffer.concat([Buffer.from(callOf('a').slice(0, -2)), Buffer.from([0xff])]) }],
    ['a byte order mark', { body: `\ufeff${callOf('allowed')}` }],
    ['half a character', { body: '{"method":"tools/call","params":{"name":"\\ud800"}}' }],
    ['a NUL in the name', { body: callOf('allowed\0forbidden') }],
    ['a name that is no text', { body: callOf(['allowed']) }],
    ['no name', { body: callOf(undefined) }],
    ['no object', { body: '"tools/call"' }],
    ['nothing but an id', { body: '{"id":1}' }],
    [
      'the name twice in the header',
      { headers: { ...allowed, 'mcp-name': ['allowed', 'forbidden'] }, body: callOf('allowed') },
    ],
    ['too deep a body', { body: callOf('a', { x: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) }) }],
    ['too long a body', { body: callOf('a', { x: 'y'.repeat(1024 * 1024) }) }],
  ])('%s is refused, and nothing is spent', async (_what, how) => {
    for (const changes of [ENFORCED, COMPARED])
      expect(await operationOf(changes, how)).toMatchObject({
        status: 403,
        reason: 'invalid_request',
        asked: 0,
      });
  });

  it.each<[string, Ask]>([
    ['headers of 2026-07-28', { headers: allowed }],
    ['headers that name a list', { headers: { ...CURRENT, 'mcp-method': 'tools/list' } }],
    ['nothing', {}],
    ['an older version', { headers: { ...allowed, 'mcp-protocol-version': '2025-11-25' } }],
    ['an empty body', { headers: { ...allowed, 'content-length': '0' }, method: 'POST' }],
  ])('%s without a body gives no token unless the server was probed', async (_what, how) => {
    expect(await operationOf(ENFORCED, how)).toMatchObject({
      status: 403,
      reason: 'tool_not_allowed',
      asked: 0,
    });
  });

  it('headers count where the server compares them', async () => {
    expect(await operationOf(COMPARED, { headers: allowed })).toMatchObject({
      status: 200,
      kind: 'call',
      tool: 'allowed',
    });
    const list = { ...CURRENT, 'mcp-method': 'tools/list' };
    expect(await operationOf(COMPARED, { headers: list })).toMatchObject({ kind: 'discovery' });
    const older = { ...allowed, 'mcp-protocol-version': '2025-11-25' };
    expect(await operationOf(COMPARED, { headers: older })).toMatchObject({
      reason: 'tool_not_allowed',
      asked: 0,
    });
    const twice = { ...allowed, 'mcp-name': ['allowed', 'forbidden'] };
    expect(await operationOf(COMPARED, { headers: twice })).toMatchObject({
      reason: 'invalid_request',
      asked: 0,
    });
  });
});

describe('the body of a request', () => {
  it.each([
    [callOf('search'), 'call', 'search'],
    [callOf('=?base64?YQ==?='), 'call', '=?base64?YQ==?='],
    [callOf('größe'), 'call', 'größe'],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/list"}', 'discovery', undefined],
    [
      '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}',
      'discovery',
      undefined,
    ],
    ['{"jsonrpc":"2.0","method":"notifications/initialized"}', 'discovery', undefined],
    ['{"jsonrpc":"2.0","id":1,"result":{}}', 'discovery', undefined],
    ['{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"x://y"}}', 'call', 'resources/read'],
  ])('%s', async (body, kind, tool) => {
    expect(await operationOf(ENFORCED, { body })).toMatchObject({ status: 200, kind, tool, asked: 1 });
  });

  it('agrees with headers of 2026-07-28, however the name is written', async () => {
    const names = { search: 'search', größe: encoded('größe') };
    for (const [name, header] of Object.entries(names)) {
      const headers = { ...CURRENT, 'mcp-method': 'tools/call', 'mcp-name': header };
      expect(await operationOf(ENFORCED, { headers, body: callOf(name) })).toMatchObject({
        kind: 'call',
        tool: name,
      });
    }
    const read = '{"method":"resources/read","id":1,"params":{"uri":"x://y"}}';
    const headers = { ...CURRENT, 'mcp-method': 'resources/read', 'mcp-name': 'x://y' };
    expect(await operationOf({}, { headers, body: read })).toMatchObject({
      kind: 'call',
      tool: 'resources/read',
    });
  });
});

describe('an older client whose body the gateway does not send', () => {
  it('gets a token where lists do, and is recorded as unknown', async () => {
    expect(await operationOf({}, {})).toMatchObject({ status: 200, kind: 'call', tool: '(unknown)' });
    expect(await operationOf({ server: { discovery: false } }, {})).toMatchObject({
      reason: 'tool_not_allowed',
      asked: 0,
    });
  });

  it.each(['GET', 'DELETE'])('may open and end its session by %s, if the gateway says so', async (method) => {
    const says = { ...ENFORCED, gateway: { forwardsMethod: true } };
    const headers = { 'x-forwarded-method': method };
    expect(await operationOf(says, { headers })).toMatchObject({ status: 200, kind: 'discovery' });
    expect(await operationOf(ENFORCED, { headers })).toMatchObject({ reason: 'tool_not_allowed', asked: 0 });
    // Some servers read the body of a GET, and would call the tool that the headers name.
    const call = { ...headers, 'mcp-method': 'tools/call', 'mcp-name': 'forbidden' };
    expect(await operationOf(says, { headers: call })).toMatchObject({ reason: 'invalid_request', asked: 0 });
    expect(await operationOf(says, { headers, body: callOf('x') })).toMatchObject({
      reason: 'invalid_request',
      asked: 0,
    });
  });
});
