/**
 * Which links and names of a server's result reach a client, also of those that a parser reads otherwise than an eye.
 * Covers src/endpoint/upstream/clean-tool.ts.
 */
import { describe, expect, it } from 'vitest';
import { cleanResult } from '../../src/endpoint/upstream/clean-tool.ts';

const ofLink = (uri: string) =>
  cleanResult({ content: [{ type: 'resource_link', uri, name: 'x' }] }).content[0];
const ofResource = (uri: string) =>
  cleanResult({ content: [{ type: 'resource', resource: { uri, text: 'words' } }] }).content[0];
const removed = (what: string) => ({ type: 'text', text: `[a ${what} of the MCP server, removed]` });

/** How one may write a scheme so that a parser finds it nevertheless. */
function disguises(uri: string): string[] {
  const [head = '', rest = ''] = [uri.slice(0, 1), uri.slice(1)];
  const inside = ['\t', '\n', '\r', '\r\n'].flatMap((each) => [`${head}${each}${rest}`, `${uri}${each}`]);
  const before = [...'\0\u0001\u0008\u001b\u001f \t\n'].map((each) => `${each}${uri}`);
  const letters = [uri.toUpperCase(), `${head.toUpperCase()}${rest}`];
  return [uri, ...inside, ...before, ...letters, `\u0001 \t${head}\n${rest}`, uri.replace(':', '\t:')];
}

describe('T230: a page of a server', () => {
  it.each(disguises('ui://x/page'))('%j is removed', (uri) => {
    expect(ofLink(uri)).toEqual(removed('page'));
    expect(ofResource(uri)).toEqual(removed('page'));
  });
});

describe('T230: an address that brings a page or a program along', () => {
  const schemes = ['javascript:alert(1)', 'vbscript:x', 'data:text/html,<script>', 'blob:https://x/1'];
  it.each(schemes.flatMap(disguises))('%j is removed', (uri) => {
    expect(ofLink(uri)).toEqual(removed('link'));
    expect(ofResource(uri)).toEqual(removed('page'));
  });
});

describe('an address without a scheme', () => {
  const none = ['', 'x', '//evil.example', '/x', '\u00a0ui://x', '\ufeffui://x', 'u\0i://x', 'u\u200bi://x'];
  it.each([...none, 'ui%3a//x', '\uff55\uff49://x', ':ui://x', 'https://', 'https://a b'])(
    '%j is removed',
    (uri) => {
      expect(ofLink(uri)).toEqual(removed('link'));
      expect(ofResource(uri)).toEqual(removed('page'));
    },
  );
});

describe('what stays', () => {
  const links = ['https://fine.example/a?b#c', 'HTTP://fine.example', 'mailto:ada@acme.example'];
  it.each(links)('the link %j', (uri) => {
    expect(ofLink(uri)).toEqual({ type: 'resource_link', uri, name: 'x' });
  });

  const names = ['repo://acme/notes/sha/1/README.md', 'file:///x', 'note:1', 'urn:isbn:0', 'uix://x'];
  it.each([...links, ...names])('the content of a resource called %j', (uri) => {
    expect(ofResource(uri)).toEqual({ type: 'resource', resource: { uri, text: 'words' } });
  });

  it.each([...names, 'ftp://x', 'ms-word:x', 'intent://x'])('but no link %j', (uri) => {
    expect(ofLink(uri)).toEqual(removed('link'));
  });
});
