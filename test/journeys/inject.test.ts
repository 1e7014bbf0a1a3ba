/**
 * Covers src/broker/inject/answer-injection.ts, src/broker/inject/inject.ts, src/broker/inject/mark-operation.ts,
 * src/broker/inject/note-use.ts, src/broker/inject/render-placements.ts.
 */
import { describe, expect, it } from 'vitest';
import {
  beginInjecting,
  counted,
  inject,
  injectorWith,
  MINUTE,
  reasonOf,
  request,
  world,
} from './injecting.ts';

beginInjecting();

describe('an injection', () => {
  it('puts the token where the registration says, and nothing else', async () => {
    const notes = await inject();
    const tasks = await inject({ operation: { server: 'demo-tasks', tool: 'list_tasks' } });
    const own = await inject({ operation: { server: 'provider:demo', tool: 'get' } });
    if (!notes.isAuthorized || !tasks.isAuthorized || !own.isAuthorized) throw new Error('refused');
    const token = notes.context.headers.Authorization?.replace('Bearer ', '');
    expect(tasks.context.headers).toEqual({ 'X-Mcp-Secret-DEMO-ACCESS-TOKEN': token });
    expect(own.context.headers).toEqual({ Authorization: `Bearer ${token}` });
    expect(tasks.context.removeHeaders).toContain('Authorization');
    expect(notes.context).toMatchObject({
      connectionId: 'demo',
      generation: 1,
      binding: 'request',
      maxUses: 1,
    });
    const body = await fetch(`${world.environment.urls.demoProvider}/api/notes`, {
      headers: notes.context.headers,
    });
    expect(body.status).toBe(200);
  });

  it('is one read and one write when warm', async () => {
    await inject();
    const { counts, patch } = counted();
    expect(reasonOf(await inject({}, patch))).toBe('injected');
    expect(counts).toEqual({ connectionReads: 1, connectionWrites: 0, callWrites: 1, refreshes: 0 });
  });

  it('is recorded with who called, where and what came of it', async () => {
    const [allowed, refused] = [request(), request({ connectionId: 'demo~none' })];
    await injectorWith()(allowed);
    await injectorWith()(refused);
    const read = ({ operation }: typeof allowed) =>
      world.environment.ports.toolCalls.read({
        workspaceId: 'acme',
        day: new Date(world.now()).toISOString().slice(0, 10),
        operationId: operation.id,
      });
    expect(await read(allowed)).toMatchObject({
      caller: { issuer: 'https://idp.example', subject: 'ada' },
      server: 'demo-notes',
      tool: 'list_notes',
      connectionId: 'demo',
      outcome: 'injected',
    });
    expect(await read(refused)).toMatchObject({ connectionId: 'demo~none', outcome: 'not_connected' });
  });

  it('T137: works once for an operation id, of 20 at the same time', async () => {
    const same = request();
    const answers = await Promise.all(Array.from({ length: 20 }, () => injectorWith()(same)));
    expect(answers.map(reasonOf).filter((reason) => reason === 'injected')).toHaveLength(1);
    expect(new Set(answers.map(reasonOf))).toEqual(new Set(['injected', 'tool_call_replayed']));
  });

  it('T138: the same id for another server, tool or connection is a replay too', async () => {
    const { operation } = request();
    expect(reasonOf(await inject({ operation }))).toBe('injected');
    expect(reasonOf(await inject({ operation: { ...operation, server: 'demo-tasks' } }))).toBe(
      'tool_call_replayed',
    );
    expect(reasonOf(await inject({ operation, connectionId: 'demo~other' }))).toBe('tool_call_replayed');
  });

  it('T139: ids from more than five minutes ago or ahead are refused before anything is read', async () => {
    const { operation } = request();
    const { counts, patch } = counted();
    for (const offset of [6 * MINUTE, -6 * MINUTE]) {
      world.advance(offset);
      expect(reasonOf(await inject({ operation }, patch))).toBe('invalid_request');
      world.advance(-offset);
    }
    expect(counts).toEqual({ connectionReads: 0, connectionWrites: 0, callWrites: 0, refreshes: 0 });
  });
});
