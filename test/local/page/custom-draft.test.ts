/**
 * What the form of an own provider sends, and what it shows of a stored one. Each body is one that the API takes.
 * Covers dashboard/src/pages/add-provider/custom-draft.ts, dashboard/src/pages/add-provider/provider-id.ts,
 * dashboard/src/pages/add-provider/custom-forms.ts.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OAuthApp } from '../../../dashboard/src/api/types.ts';
import {
  type CustomDraft,
  customBodyOf,
  draftOf,
  EMPTY_DRAFT,
  entriesOf,
  scopesOf,
} from '../../../dashboard/src/pages/add-provider/custom-draft.ts';
import { SHOWN_POINTERS } from '../../../dashboard/src/pages/add-provider/custom-forms.ts';
import { idNameFor, providerIdOf } from '../../../dashboard/src/pages/add-provider/provider-id.ts';
import { CustomProvider, CustomProviderBody } from '../../../src/contract/custom-provider.ts';
import { customProviderFaults, variableFaults } from '../../../src/contract/custom-provider-faults.ts';
import { PROVIDER_ID } from '../../../src/contract/identifiers.ts';
import { customApi } from '../../providers/custom-faults/custom-api.ts';

const ISSUER: CustomDraft = {
  ...EMPTY_DRAFT,
  ...{ name: ' Acme ', issuer: ' https://id.acme.example ', apiHosts: 'api.acme.example,\nacme.example' },
};
const HOSTED: CustomDraft = {
  ...EMPTY_DRAFT,
  ...{ way: 'endpoints', name: 'Acme', apiHosts: '{host}', scopes: 'read\nwrite,all' },
  authorizationEndpoint: 'https://{host}/authorize',
  tokenEndpoint: ' https://{host}/token ',
  userinfoEndpoint: 'https://{host}/me',
  revocationEndpoint: 'https://{host}/revoke',
  clientAuthentication: 'client_secret_post',
  answeredScopeSeparator: '+',
  authorizationParameters: 'prompt=consent\n\naudience=a=b\n',
  tokenRequest: 'json',
  ...{ accountId: 'data.id', accountLabel: 'data.name' },
  ...{ headerName: 'x-token', headerValue: '{accessToken}' },
  variables: [
    { name: 'host', label: 'Host', example: '', form: 'host', of: 'app', value: ' acme.example ' },
    { name: '', label: 'a row that nobody filled in', example: '', form: 'label', of: 'app', value: '' },
  ],
};

describe('the form of an own provider', () => {
  it('sends the issuer, and nothing of what is empty', () => {
    const { custom, variables } = customBodyOf(ISSUER);
    expect(custom).toEqual({
      ...{ name: 'Acme', scopes: [], apiHosts: ['api.acme.example', 'acme.example'] },
      issuer: 'https://id.acme.example',
    });
    expect(variables).toEqual({});
    expect(CustomProviderBody.parse(custom)).toEqual(custom);
  });

  it('sends each endpoint and all that differs from the standard', () => {
    const { custom, variables } = customBodyOf(HOSTED);
    expect(CustomProviderBody.parse(custom)).toEqual(custom);
    expect([...customProviderFaults(custom), ...variableFaults(custom, variables)]).toEqual([]);
    expect(custom).toMatchObject({
      scopes: ['read', 'write,all'],
      tokenEndpoint: 'https://{host}/token',
      authorizationParameters: { prompt: 'consent', audience: 'a=b' },
      account: { id: 'data.id', label: 'data.name' },
      tokenHeader: { name: 'x-token', value: '{accessToken}' },
      variables: { host: { label: 'Host', form: 'host', of: 'app' } },
    });
    expect(custom).not.toHaveProperty('issuer');
    expect(variables).toEqual({ host: 'acme.example' });
  });

  it('sends no value of a variable that whoever connects gives', () => {
    const [host] = HOSTED.variables;
    const draft = {
      ...HOSTED,
      variables: [{ ...(host ?? expect.unreachable()), of: 'connection' as const }],
    };
    expect(customBodyOf(draft).variables).toEqual({});
  });

  it('has the API refuse a line of parameters without a value', () => {
    const { custom } = customBodyOf({ ...HOSTED, authorizationParameters: 'prompt' });
    expect(custom.authorizationParameters).toEqual({ prompt: '' });
    expect(CustomProviderBody.safeParse(custom).success).toBe(false);
  });

  it('shows a stored description as it would be sent again: another secret makes no other version', () => {
    const { custom, variables } = customBodyOf(HOSTED);
    const found = { issuer: 'https://acme.example', issuerInResponse: false };
    const stored = CustomProvider.parse({ ...custom, ...found });
    const again = customBodyOf(draftOf(stored, variables));
    expect({ ...again.custom, issuerInResponse: false }).toEqual(stored);
    expect(again.variables).toEqual(variables);
  });

  it('has discovery say again what only discovery can say', () => {
    const { custom } = customBodyOf(HOSTED);
    const found = { issuer: 'https://acme.example', issuerInResponse: true };
    const again = customBodyOf(draftOf(CustomProvider.parse({ ...custom, ...found }), {}));
    expect(again.custom).toHaveProperty('issuer', 'https://acme.example');
    expect(again.custom).not.toHaveProperty('tokenEndpoint');
  });

  it.each(['a b', ' a\n\tb ', 'a\n\n b'])('reads the entries of %j', (text) => {
    expect(entriesOf(text)).toEqual(['a', 'b']);
    expect(scopesOf(text)).toEqual(['a', 'b']);
  });
});

describe('the API', () => {
  const { put } = customApi();

  it('takes the form of a stored provider as another secret, which existing connections use at once', async () => {
    const { custom, variables } = customBodyOf(HOSTED);
    const first = (await put({ ...custom, values: variables })).app as OAuthApp;
    const again = customBodyOf(draftOf(first.custom ?? expect.unreachable(), first.variables));
    const second = (await put({ ...again.custom, values: again.variables })).app as OAuthApp;
    expect([first.version, second.version]).toEqual([1, 1]);
    expect(second.secretSetAt).not.toBe(first.secretSetAt);
    const other = customBodyOf({
      ...draftOf(first.custom ?? expect.unreachable(), first.variables),
      scopes: 'read',
    });
    expect((await put({ ...other.custom, values: other.variables })).app).toMatchObject({ version: 2 });
  });
});

describe('every description of the documentation', () => {
  const page = readFileSync(new URL('../../../docs/custom-providers.md', import.meta.url), 'utf8');
  const bodies = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text));

  it.each(bodies)('can be written in the form: $custom.name', ({ custom, variables = {} }) => {
    const { clientAuthentication = 'client_secret_basic', issuer = 'https://x.example' } = custom;
    const stored = { ...custom, issuer, clientAuthentication, issuerInResponse: false };
    const again = customBodyOf(draftOf(CustomProvider.parse(stored), variables));
    expect({ ...again.custom, issuerInResponse: false }).toEqual(stored);
    expect(again.variables).toEqual(variables);
  });
});

describe('the id of an own provider', () => {
  it.each([
    ['Acme Wiki', 'acme-wiki'],
    ['  Zürich & Söhne ', 'zurich-sohne'],
    ['42 Crunch', 'crunch'],
    ['A'.repeat(40), 'a'.repeat(32)],
    [`${'a'.repeat(31)} b`, 'a'.repeat(31)],
    ['日本', ''],
  ])('of %j is %s', (name, idName) => {
    expect(idNameFor(name)).toBe(idName);
    expect(PROVIDER_ID.test(providerIdOf(idName) ?? '')).toBe(idName !== '');
  });

  it.each(['', '1a', '-a', 'A', 'a_b', 'a~b', 'a'.repeat(33)])('is none: %j', (idName) => {
    expect(providerIdOf(idName)).toBeUndefined();
  });
});

it('each field of the form shows its fault', () => {
  const { custom } = customBodyOf({ ...HOSTED, issuer: 'https://acme.example' });
  const choices = ['clientAuthentication', 'answeredScopeSeparator', 'tokenRequest'];
  const typed = Object.keys(custom).filter((member) => !choices.includes(member));
  const isShown = (member: string) => SHOWN_POINTERS.some((each) => each.startsWith(`/custom/${member}`));
  expect(typed.filter((member) => !isShown(member))).toEqual([]);
});
