/**
 * docs/api.md is made from the OpenAPI document. `UPDATE_DOCS=1 npx vitest run test/architecture` writes it.
 * Covers src/http/openapi-document.ts, src/contract/resources, src/contract/problems.ts.
 */
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/contract/problems.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { openApiDocument } from '../../src/http/openapi-document.ts';
import type { OpenApi } from '../contract/openapi-checks.ts';
import { expectDocument } from '../setup/expect-document.ts';
import { BODIES } from './api-examples.ts';
import { apiPage } from './api-page.ts';

const PAGE = apiPage(openApiDocument('http://127.0.0.1:3000') as OpenApi);

describe('docs/api.md', () => {
  it('is made from the OpenAPI document', () => expectDocument('docs/api.md', PAGE));

  it('has every operation, with an example, and every problem', () => {
    for (const { operationId } of ROUTES) expect(PAGE).toContain(`\n### ${operationId}\n`);
    expect(PAGE.match(/^curl /gm)).toHaveLength(ROUTES.length);
    for (const code of Object.keys(PROBLEMS)) expect(PAGE).toContain(`\n| \`${code}\` | `);
  });

  it('has no link that leads nowhere, and no gap', () => {
    const headings = new Set([...PAGE.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text.toLowerCase()));
    const links = [...PAGE.matchAll(/\]\(#([\w-]+)\)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((target) => !headings.has(target))).toEqual([]);
    expect(PAGE).not.toMatch(/undefined|\[object/);
  });

  it.each((ROUTES as readonly Route[]).filter(({ body }) => body).map(({ operationId }) => operationId))(
    'shows a body that is accepted: %s',
    (operationId) => {
      const route = (ROUTES as readonly Route[]).find((each) => each.operationId === operationId);
      const shown = JSON.stringify(BODIES[operationId as keyof typeof BODIES]);
      // A handle is 43 characters.
      const sent = JSON.parse(shown.replace('$COMPLETION_SECRET', 'A'.repeat(43)));
      expect(route?.body?.safeParse(sent).success).toBe(true);
    },
  );
});
