/**
 * Who is offered a workspace of their own, when it is shown, and what it is called.
 * Covers dashboard/src/sign-in/personal-workspace.ts, dashboard/src/shell/workspace-shown.ts, dashboard/src/router/route.ts,
 * dashboard/src/consent/intent.ts, dashboard/src/words/workspace-words.ts, dashboard/src/pages/settings/deletion-words.ts,
 * dashboard/src/shell/not-in-personal.tsx, dashboard/src/consent/app-choice.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Server } from '../../../dashboard/src/api/types.ts';
import { ownersAt } from '../../../dashboard/src/consent/app-choice.ts';
import { readIntent } from '../../../dashboard/src/consent/intent.ts';
import { deletionWords, endWords } from '../../../dashboard/src/pages/settings/deletion-words.ts';
import { addressFor, placeAt } from '../../../dashboard/src/router/route.ts';
import { workspaceShown } from '../../../dashboard/src/shell/workspace-shown.ts';
import { type Workspace, workspacesIn } from '../../../dashboard/src/sign-in/person.ts';
import { personalWorkspaceOf } from '../../../dashboard/src/sign-in/personal-workspace.ts';
import { actsForWords, whyNotReady } from '../../../dashboard/src/words/server-words.ts';
import {
  nameOfWorkspace,
  roleWords,
  titleOfWorkspace,
} from '../../../dashboard/src/words/workspace-words.ts';

const ACME: Workspace = { id: 'acme', role: 'member' };
const GLOBEX: Workspace = { id: 'globex', role: 'admin' };
const PERSONAL: Workspace = { id: '~me', role: 'admin' };

describe('a workspace of one’s own', () => {
  it.each([
    [undefined, [ACME], undefined],
    ['off', [ACME], undefined],
    ['members', [ACME], PERSONAL],
    ['members', [], undefined],
    ['everyone', [ACME], PERSONAL],
    ['everyone', [], PERSONAL],
  ] as const)('under the rule %s', (rule, workspaces, expected) => {
    const config = rule === undefined ? {} : { personalWorkspaces: rule };
    expect(personalWorkspaceOf({ workspaces: [...workspaces] }, config)).toEqual(expected);
  });

  it('is shown to whoever names it, and chosen for nobody', () => {
    const shown = (wanted: string | undefined, isNamed: boolean, own = [ACME, GLOBEX]) =>
      workspaceShown(own, PERSONAL, { wanted, isNamed })?.id;
    expect(shown('~me', true)).toBe('~me');
    expect(shown('~me', false)).toBe('~me');
    expect(shown(undefined, false)).toBe('acme');
    expect(shown('globex', false)).toBe('globex');
    expect(shown('gone', false)).toBe('acme');
    expect(shown('initech', true)).toBeUndefined();
    expect(shown('', true)).toBeUndefined();
    expect(shown(undefined, false, [])).toBeUndefined();
    expect(workspaceShown([ACME], undefined, { wanted: '~me', isNamed: true })).toBeUndefined();
    expect(workspaceShown([ACME], undefined, { wanted: '~me', isNamed: false })).toBeUndefined();
  });

  it('T218 is named by no token', () => {
    const id = `~${'a'.repeat(43)}`;
    const payload = Buffer.from(JSON.stringify({ w: ['~me:admin', `${id}:admin`, 'acme:member'] }));
    expect(workspacesIn(`e30.${payload.toString('base64url')}.`, 'w')).toEqual([ACME]);
  });

  it('T222 has one name in addresses, and no other name with a tilde is one', () => {
    const address = addressFor({ page: 'connection', workspace: '~me', id: 'demo' });
    expect(address).toBe('/w/~me/connections/demo');
    expect(placeAt(address, '')).toMatchObject({ page: 'connection', workspace: '~me', id: 'demo' });
    for (const other of ['~ME', '~', '~~me', '~me2', `~${'a'.repeat(43)}`, '%7Eme%2F'])
      expect(placeAt(`/w/${other}`, ''), other).toBeUndefined();
    // The browser writes it in both ways, and means one name.
    expect(placeAt('/w/%7Eme', '')).toMatchObject({ workspace: '~me' });
  });

  it('T222 is what the link of a refusal names, and no other text with a tilde', () => {
    const workspaceIn = (text: string) => {
      const query = new URLSearchParams({ connect: 'demo', workspace: text });
      return readIntent({ fragment: '', query: `?${query}`, now: 0 }).connect?.workspace;
    };
    expect(workspaceIn('~me')).toBe('~me');
    expect(workspaceIn('acme')).toBe('acme');
    for (const other of ['~you', `~${'a'.repeat(43)}`, '~me ', 'verified'])
      expect(workspaceIn(other)).toBe('');
  });

  it('still takes an answer for the verified app', () => {
    const query = Buffer.from('code=c&state=s').toString('base64url');
    const fragment = `#provider=demo&owner=verified&query=${query}`;
    expect(readIntent({ fragment, query: '', now: 7 }).returned).toMatchObject({ owner: 'verified' });
  });
});

describe('its words', () => {
  it('never show the name that programs use, where people read', () => {
    const { points, after, ...rest } = deletionWords(PERSONAL, 3);
    const texts = [
      ...[titleOfWorkspace(PERSONAL), nameOfWorkspace(PERSONAL), roleWords(PERSONAL)],
      ...[...Object.values(rest), ...points, ...after],
    ];
    expect(texts.filter((text) => text.includes('~'))).toEqual([]);
    expect(texts.filter((text) => /admin/.test(text))).toEqual([]);
  });

  it('of others are their ids', () => {
    expect([titleOfWorkspace(ACME), nameOfWorkspace(ACME), roleWords(ACME)]).toEqual([
      'acme',
      'acme',
      'member',
    ]);
  });

  it('of its end say that one begins anew; those of a shared one say that nobody does', () => {
    expect(deletionWords(PERSONAL).points.join(' ')).toContain('again');
    expect(deletionWords(ACME).points.join(' ')).toContain('can never be used again');
    expect(deletionWords(ACME, 1).points[0]).toContain('and its MCP server.');
    expect(deletionWords(ACME, 2).points[0]).toContain('and its 2 MCP servers.');
    expect(endWords([])).toContain('none ends');
    expect(endWords([1])).toContain('1 connection ends at once');
    expect(endWords([1, 2])).toContain('2 connections end at once');
  });

  it('of a server without an address name no admin', () => {
    expect(whyNotReady('no_address', { isPersonal: true })).not.toMatch(/admin/i);
    expect(whyNotReady('no_address', { isPersonal: false })).toMatch(/admin/i);
    expect(whyNotReady('not_connected', { isPersonal: true })).toBe(
      whyNotReady('not_connected', { isPersonal: false }),
    );
  });

  it('say for whom a call acts, where the API says it', () => {
    const words = (connectionOf: Server['connectionOf'], isPersonal: boolean) =>
      actsForWords(connectionOf === undefined ? {} : { connectionOf }, { isPersonal });
    const all = ['person', 'person-else-workspace'] as const;
    expect(all.map((each) => words(each, true))).toEqual(all.map(() => 'acts for you'));
    expect(all.map((each) => words(each, false))).toEqual([
      'acts for you, with your account in Personal',
      'acts for you if Personal has an account, else for the team',
    ]);
    expect([words(undefined, true), words(undefined, false)]).toEqual([undefined, undefined]);
  });

  it('offer the verified app alone', () => {
    expect([ownersAt(true), ownersAt(false)]).toEqual([['verified'], ['verified', 'workspace']]);
  });
});
