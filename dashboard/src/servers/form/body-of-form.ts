/** What is sent of a form that was filled in, and what is wrong with it before anything is sent. Pure. */
import type { Provider, ServerBody } from '../../api/types.ts';
import type { FieldErrors } from '../../words/field-words.ts';
import { type Draft, type DraftPlacement, type Placement, scopesOf } from './draft.ts';

export interface Filled {
  body: ServerBody;
  /** By JSON pointers of the body. Nothing is sent while there are any. */
  errors: FieldErrors;
}

/** `provider:` is for the APIs of providers. */
const OWN_ID = /^[a-z][a-z0-9._~-]{0,63}$/;

export function bodyOf(draft: Draft, provider: Provider | undefined): Filled {
  const isProcess = draft.reach === 'process';
  const name = draft.name.trim();
  const tools = toolsIn(draft.tools);
  const body: ServerBody = {
    ...(name !== '' && { name }),
    provider: draft.provider,
    ...(!isProcess && { url: withScheme(draft.url) }),
    binding: isProcess ? 'process' : draft.binding,
    discovery: draft.discovery,
    scopes: scopesIn(draft, provider),
    ...(tools.length > 0 && { tools }),
    placements: draft.placements.map(placementOf),
    removeHeaders: wordsIn(draft.removeHeaders, /[\s,]+/),
    ...(draft.connectionId !== '' && { connectionId: draft.connectionId }),
  };
  return { body, errors: errorsIn(draft) };
}

function errorsIn({ id, provider, reach, url, placements }: Draft): FieldErrors {
  const errors: Record<string, string> = {};
  if (id.trim() !== '' && !OWN_ID.test(id.trim()))
    errors['/id'] = 'An id has small letters, digits, hyphens and dots, and begins with a letter.';
  if (provider === '') errors['/provider'] = 'Choose the provider whose token the server takes.';
  if (reach === 'address' && url.trim() === '') errors['/url'] = 'Give the address of the server.';
  if (placements.length === 0) errors['/placements'] = 'The token must stand in one place at least.';
  for (const [index, { written, value }] of placements.entries())
    if (written.startsWith('json') && templatesIn(value) === undefined)
      errors[`/placements/${index}/value`] =
        'Write a JSON object whose values are texts, such as {"token": "{accessToken}"}.';
  return errors;
}

function scopesIn({ scopes, otherScopes }: Draft, provider: Provider | undefined): string[] {
  const listed = scopesOf(provider);
  // What was ticked for a provider that was chosen before is not of this one.
  const ticked = scopes.filter((scope) => listed.has(scope));
  return [...new Set([...ticked, ...wordsIn(otherScopes, /\s+/)])];
}

function placementOf({ in: place, name, written, value, prefix }: DraftPlacement): Placement {
  const isEncoded = written === 'base64' || written === 'json-base64';
  return {
    in: place,
    name: name.trim(),
    value: written.startsWith('json') ? { json: templatesIn(value) ?? {} } : value,
    ...(isEncoded && { encode: 'base64' }),
    ...(prefix !== '' && { prefix }),
  };
}

/** Undefined: it is no JSON object of texts. */
function templatesIn(text: string): Record<string, string> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  return Object.values(parsed).every((value) => typeof value === 'string')
    ? (parsed as Record<string, string>)
    : undefined;
}

/** An address without a scheme is meant as https. Names in braces stay as they were written. */
export function withScheme(typed: string): string {
  const text = typed.trim();
  return text === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}

/** The lines of a list of tools. */
export function toolsIn(text: string): string[] {
  return wordsIn(text, /\n/);
}

function wordsIn(text: string, between: RegExp): string[] {
  const words = text.split(between).map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}
