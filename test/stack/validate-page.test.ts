/**
 * What a stage sets of its hosted page: where it leads back to, and the operator's logos.
 * Covers lib/settings/faults/validate-page.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hosting } from './hosted-stage.ts';
import { faultsOf } from './stage-faults.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'connections-logos-'));
  writeFileSync(join(folder, 'google.svg'), '<svg/>');
});
afterAll(() => rmSync(folder, { recursive: true }));
const faults = (more: object) => faultsOf(hosting({ hostedDashboard: { clientId: 'dashboard', ...more } }));

describe('hostedDashboard.returnTo', () => {
  it('takes exact origins', () => {
    expect(faults({ returnTo: ['https://chat.acme.internal', 'https://chat.acme.internal:8443'] })).toEqual(
      [],
    );
  });

  it.each([
    ...['https://chat.acme.internal/', 'https://chat.acme.internal/c', 'http://chat.acme.internal'],
    ...['https://*.acme.internal', 'https://user@chat.acme.internal', 'http://localhost:3000', 'chat'],
  ])('refuses %s', (origin) => {
    expect(faults({ returnTo: ['https://chat.acme.internal', origin] })).toEqual([
      `hostedDashboard.returnTo has ${JSON.stringify(origin)}; write each origin exactly, https:// and without wildcard, path or trailing slash.`,
    ]);
  });
});

describe('hostedDashboard.logos', () => {
  it('takes a folder of logos', () => {
    expect(faults({ logos: folder })).toEqual([]);
  });

  it('refuses a path without a folder, and each file that is no logo', () => {
    const none = join(folder, 'none');
    expect(faults({ logos: none })).toEqual([
      `hostedDashboard.logos is ${JSON.stringify(none)}, where no folder can be read.`,
    ]);
    const other = mkdtempSync(join(tmpdir(), 'connections-logos-'));
    writeFileSync(join(other, 'Logo.svg'), '<svg/>');
    writeFileSync(join(other, 'google.png'), new Uint8Array(65_537));
    expect(faults({ logos: other })).toEqual([
      'hostedDashboard.logos has "Logo.svg"; keep only files named <provider>.svg or <provider>.png.',
      'hostedDashboard.logos has google.png with 65537 bytes; a logo has 65536 at most.',
    ]);
    rmSync(other, { recursive: true });
  });
});
