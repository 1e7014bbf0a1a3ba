/**
 * The suite’s scenarios for servers against one server’s address, at both faces of the endpoint, in both revisions.
 * `npm run conformance` runs it, and not the other commands.
 * Covers src/endpoint/endpoint.ts, src/endpoint/serve-legacy.ts, src/endpoint/mcp-server.ts, src/endpoint/node-face.ts,
 * src/endpoint/tools/pass-progress.ts, lambdas/mcp-endpoint.ts, src/aws/rest-api/streamed-answer.ts.
 */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LoopbackServer } from '../../../local/listen-on-loopback.ts';
import { captureLog } from '../../lambdas/entry.ts';
import { issuerFetch } from '../../lambdas/issuer-stand-in.ts';
import { answerFunctions } from '../../setup/stand-in-fetch.ts';
import { EXPECTED_FAILURES, type FaceName, REQUIRED, REVISIONS, type Revision } from './expected-failures.ts';
import { type Face, lambdaFace, nodeFace, startEverything } from './faces.ts';
import { isBad, resultsOf, type ServerResult } from './results.ts';
import { runSuite } from './run-suite.ts';

let upstream: LoopbackServer;
// The server's address is https on a host of the operator's, which nothing here can reach.
vi.mock('../../../lambdas/mcp-server-fetch.ts', () => ({
  serverFetch: (_url: string, init: RequestInit) => fetch(upstream.origin, init),
}));
answerFunctions(issuerFetch);

let faces: Record<FaceName, Face>;
const results: ServerResult[] = [];
beforeAll(async () => {
  captureLog();
  upstream = await startEverything();
  faces = { node: await nodeFace(upstream), Lambda: await lambdaFace() };
});
afterAll(async () => {
  const file = process.env.CONFORMANCE_RESULTS;
  if (file) writeFileSync(file, JSON.stringify(results));
  for (const { close } of Object.values(faces ?? {})) await close();
  await upstream?.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const expectedAt = (face: FaceName) =>
  EXPECTED_FAILURES.filter((each) => (each.face ?? face) === face).flatMap(({ of }) => of);

describe.each(['node', 'Lambda'] as const)('the %s face', (face) => {
  it.each(REVISIONS)('passes and fails as expected in %s', async (revision) => {
    const { isAsExpected, output, scenarios } = await runSuite(faces[face].url, revision, expectedAt(face));
    results.push(...resultsOf(scenarios, { face, revision }));
    expect(isAsExpected, output).toBe(true);
    const isRequired = (each: { face?: FaceName; revision?: Revision }) =>
      (each.face ?? face) === face && (each.revision ?? revision) === revision;
    for (const { scenario } of REQUIRED.filter(isRequired)) {
      const checks = scenarios.get(scenario) ?? [];
      // A scenario that the suite skips has proved nothing.
      expect([scenario, checks.some(({ status }) => status === 'SUCCESS')]).toEqual([scenario, true]);
      expect([scenario, checks.filter(isBad)]).toEqual([scenario, []]);
    }
  });
});

it('every failure that is expected was seen', () => {
  const seen = new Set(
    results.flatMap(({ scenario, bad }) => [scenario, ...bad.map((id) => `${scenario}:${id}`)]),
  );
  expect(EXPECTED_FAILURES.flatMap(({ of }) => of).filter((name) => !seen.has(name))).toEqual([]);
});
