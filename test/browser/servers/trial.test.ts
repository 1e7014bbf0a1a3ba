/**
 * The test call: one real call of one tool, after a confirmation, whose answer is text.
 * Covers dashboard/src/pages/server/trial, dashboard/src/words/trial-words.ts, dashboard/src/words/plain-text.ts,
 * dashboard/src/pages/calls/call-row.tsx, dashboard/src/calls/use-calls.ts, dashboard/src/words/call-words.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allPercent, base64, json } from '../../client/ways-of-writing.ts';
import { said, startTrialServer, type TrialServer } from '../../trial/trial-server.ts';
import { REGISTRATION } from '../../trial/trial-world.ts';
import { signInAt } from '../sign-in-at.ts';
import {
  connectDemo,
  heading,
  newVisitor,
  open,
  openStage,
  type Stage,
  screenshot,
  type VisitorOptions,
  visit,
} from '../stage.ts';
import { expectNoSecretKept } from '../watched-page.ts';

let stage: Stage;
let hostile: TrialServer;
beforeAll(async () => {
  stage = await openStage({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
  hostile = await startTrialServer();
});
afterAll(async () => {
  hostile?.close();
  await stage?.close();
});

async function adaConnects(options: VisitorOptions = {}) {
  const visitor = await visit(stage, 'Ada', options);
  // The stories share the workspace: the first one connects.
  if ((await stage.environment.ports.connections.list('acme')).length > 0) return visitor;
  await connectDemo(visitor.page, stage);
  await heading(visitor.page, 'Demo Provider').waitFor();
  return visitor;
}

/** From the page of the server to the answer. */
async function call(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Load the tools' }).click();
  await page.getByRole('button', { name: 'Call the tool…' }).click();
  const question = page.getByRole('dialog', { name: 'Make a real call?' });
  await question.getByRole('button', { name: 'Call the tool' }).click();
  await answerOn(page).waitFor();
}
const answerOn = (page: Page) => page.getByRole('region', { name: 'Answer of the tool' });

describe('an admin', () => {
  test('loads the tools, confirms the names, reads the answer, and is named in the record', async () => {
    const visitor = await adaConnects();
    const { page, apiCalls } = visitor;
    await open(page, stage, '/w/acme/servers/demo-notes');
    await page.getByRole('button', { name: 'Load the tools' }).click();
    expect(await page.getByLabel('Tool', { exact: true }).inputValue()).toBe('list_notes');
    await page.getByRole('button', { name: 'Call the tool…' }).click();
    const question = page.getByRole('dialog', { name: 'Make a real call?' });
    for (const name of ['list_notes', 'Demo Notes', 'ada@demo.test'])
      await question.getByText(name, { exact: true }).waitFor();
    await screenshot(page, 'trial-confirmation');
    await question.getByRole('button', { name: 'Cancel' }).click();
    const trials = () => apiCalls.filter((each) => each.endsWith('/trial'));
    expect(trials()).toEqual([]);

    await page.getByRole('button', { name: 'Call the tool…' }).click();
    await question.getByRole('button', { name: 'Call the tool' }).click();
    await answerOn(page).getByText('list_notes answered').waitFor();
    await answerOn(page).getByText('"').first().waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('list_notes answered');
    expect(trials()).toHaveLength(1);
    await page.getByRole('region', { name: 'Use' }).getByRole('row', { name: 'list_notes 1 0' }).waitFor();
    await expectNoSecretKept(visitor);
    await screenshot(page, 'trial-answer');

    await answerOn(page).getByRole('link', { name: 'See the record of the call' }).click();
    await heading(page, 'Calls').waitFor();
    const record = page
      .getByRole('listitem')
      .filter({ hasText: 'list_notes of demo-notes used Demo Provider' });
    expect(await record.textContent()).toContain('Allowed · Ada · Test call from the dashboard');
    await record.getByRole('button', { name: 'Details' }).click();
    await record.getByText('Whose call').waitFor();
    await screenshot(page, 'trial-record');
  });

  test('sees at 375 pixels what is called, and the whole answer', async () => {
    const { page } = await adaConnects({ viewport: { width: 375, height: 740 }, colorScheme: 'dark' });
    await open(page, stage, '/w/acme/servers/demo-notes');
    await call(page);
    await screenshot(page, 'trial-375');
    const { x, width } = (await answerOn(page).boundingBox()) ?? { x: -1, width: 0 };
    expect([x >= 0, x + width <= 375]).toEqual([true, true]);
  });
});

describe('T240: a member', () => {
  test('has no test call on the page, and the API refuses one', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /403/ });
    const authorized = page.waitForRequest((request) => 'authorization' in request.headers());
    await signInAt(page, stage, '/w/acme/servers/demo-notes', 'Bob');
    await page.getByRole('region', { name: 'Use' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Test call' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Load the tools' }).count()).toBe(0);
    const { authorization = '' } = (await authorized).headers();
    const path = `${stage.environment.urls.api}/v1/workspaces/acme/mcp-servers/demo-notes`;
    const confirmed = { server: 'demo-notes', tool: 'list_notes', connectionId: 'demo' };
    const operationId = '01890000-0000-7000-8000-000000000000';
    const bodies = { tools: {}, trial: { operationId, tool: 'list_notes', confirmed } };
    const headers = { authorization, 'content-type': 'application/json' };
    for (const [name, body] of Object.entries(bodies)) {
      const answer = await fetch(`${path}/${name}`, { method: 'POST', headers, body: json(body) });
      expect([answer.status, await answer.json()]).toEqual([
        403,
        expect.objectContaining({ code: 'forbidden' }),
      ]);
    }
  });
});

describe('T241: what a hostile server answers', () => {
  /** Each would call out, run or turn the text around if it were more than text. The mark says that it was shown at all. */
  const TEXTS = [
    '<img src="https://evil.example/1" onerror="document.title = 1"><script>document.title = 2</script>',
    '<svg onload="document.title = 3"><image href="https://evil.example/2"/></svg>',
    '[a link](javascript:document.title=4) <a href="javascript:document.title=5">x</a>',
    '![an image](https://evil.example/3) <style>@import "https://evil.example/4"</style>',
    '\x1b[31mred\x1b[0m \x1b]8;;https://evil.example/5\x07here\x1b]8;;\x07',
    'invoice\u202egpj.exe\u2069 \u200bhidden\u{e0041}',
  ];
  const ENCODINGS: ((token: string) => string)[] = [
    String,
    base64,
    (token) => Buffer.from(token).toString('hex'),
    allPercent,
    (token) => [...token].join('\u200b'),
    (token) => json({ deep: json({ token }) }),
  ];
  const written = (token: string) => [...TEXTS, ...ENCODINGS.map((encode) => encode(token))].join('\n');

  test('is text: nothing runs, nothing calls out, and the token is in no encoding on the page', async () => {
    const visitor = await adaConnects();
    const { page } = visitor;
    let token = '';
    hostile.tools = (given) => ({
      tools: [{ name: 'read_notes', title: written(given).slice(0, 300), description: written(given) }].map(
        (tool) => ({
          ...tool,
          inputSchema: { type: 'object', properties: { q: { description: TEXTS[0] } } },
        }),
      ),
    });
    hostile.answer = (given) => {
      token = given;
      return said(written(given));
    };
    await register(page);
    await open(page, stage, '/w/acme/servers/hostile');
    await call(page);

    const answer = answerOn(page);
    const shown = answer.locator('pre');
    const text = (await shown.textContent()) ?? '';
    for (const harmless of TEXTS.slice(0, 4)) expect(text).toContain(harmless);
    expect(text).toContain('red here');
    expect(text).toContain('invoicegpj.exe hidden');
    expect(text).toContain('[removed]');
    expect(await shown.locator('*').count()).toBe(0);
    expect(await answer.locator('img, svg image, script, style, iframe, a[href^="javascript"]').count()).toBe(
      0,
    );
    await screenshot(page, 'trial-hostile');

    expect(token.length).toBeGreaterThan(12);
    for (const encode of ENCODINGS) visitor.secrets.add(encode(token));
    await expectNoSecretKept(visitor);
    const markup = String(await page.evaluate('document.documentElement.outerHTML'));
    for (const unseen of ['\x1b', '\u202e', '\u200b', '\u{e0041}']) expect(markup).not.toContain(unseen);
    expect(await page.title()).toBe('Trial · Connections');
  });

  /** As an admin would in the form. */
  async function register(page: Page): Promise<void> {
    const authorized = page.waitForRequest((request) => 'authorization' in request.headers());
    await open(page, stage, '/w/acme/servers');
    const { authorization = '' } = (await authorized).headers();
    const { status } = await fetch(`${stage.environment.urls.api}/v1/workspaces/acme/mcp-servers/hostile`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: json({ ...REGISTRATION, url: hostile.url }),
    });
    expect(status).toBe(200);
  }
});
