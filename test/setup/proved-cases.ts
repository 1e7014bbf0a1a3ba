/**
 * A reporter of every run: a test file that names a case of the threat catalogue must have a test that ran, passed, and has the case
 * in its title. So neither a constant nor a test that is skipped or still to be written counts as a proof.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { claimsOf } from '../architecture/threat-coverage.ts';
import type { Backend } from '../backends/backend.ts';
import { moto } from '../backends/moto.ts';

/** Files whose tests need a program that a machine may not have. */
const NEEDS: Readonly<Record<string, Backend>> = { 'test/lambdas/injector-with-kms.test.ts': moto };

export default class ProvedCases implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const { root, testNamePattern } = this.#vitest?.config ?? {};
    // Who asks for single tests does not ask what the file proves.
    if (root === undefined || testNamePattern || this.#vitest?.getGlobalTestNamePattern()) return;
    for (const module of modules) this.#judge(module, relative(root, module.moduleId));
  }

  #judge(module: TestModule, file: string): void {
    if (!module.ok()) return;
    const text = readFileSync(module.moduleId, 'utf8');
    const unproved = unprovedIn(claimsOf({ file, text }), passedTitles(module));
    if (unproved.length === 0) return;
    const absence = NEEDS[file]?.absence();
    const reason = absence ?? 'no test that passed has it in its title';
    for (const id of unproved)
      console.error(`${absence ? 'NOT RUN' : 'FAILED'}: ${file} names ${id}, but ${reason}`);
    if (absence === undefined) process.exitCode = 1;
  }
}

/** The claims that no title has. */
export function unprovedIn(claims: readonly string[], titles: readonly string[]): string[] {
  return claims.filter((id) => !titles.some((title) => title.includes(id)));
}

function passedTitles(module: TestModule): string[] {
  return [...module.children.allTests('passed')].map(({ fullName }) => fullName);
}
