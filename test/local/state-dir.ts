import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty directory that goes with the test. */
export function stateDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'connections-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
