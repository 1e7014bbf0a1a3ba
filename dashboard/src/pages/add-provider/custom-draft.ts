/** The description of an own provider as a form holds it: texts, where an empty one says nothing. Pure. */
import type { OAuthApp, OAuthAppBody } from '../../api/types.ts';

type Body = NonNullable<OAuthAppBody['custom']>;
type Stored = NonNullable<OAuthApp['custom']>;

export interface VariableDraft {
  name: string;
  label: string;
  example: string;
  form: 'label' | 'host';
  of: 'app' | 'connection';
  /** Of an app's variable. */
  value: string;
}

export interface CustomDraft {
  /** Discovery finds the endpoints, or each is given. */
  way: 'issuer' | 'endpoints';
  name: string;
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  userinfoEndpoint: string;
  revocationEndpoint: string;
  /** With blanks or line ends between. */
  apiHosts: string;
  scopes: string;
  clientAuthentication: string;
  scopeSeparator: string;
  answeredScopeSeparator: string;
  /** One on each line: `name=value`. */
  authorizationParameters: string;
  tokenRequest: string;
  accountId: string;
  accountLabel: string;
  headerName: string;
  headerValue: string;
  variables: VariableDraft[];
}

export const EMPTY_DRAFT: CustomDraft = {
  ...{ way: 'issuer', name: '', issuer: '', apiHosts: '', scopes: '' },
  ...{ authorizationEndpoint: '', tokenEndpoint: '', userinfoEndpoint: '', revocationEndpoint: '' },
  ...{ clientAuthentication: '', scopeSeparator: '', answeredScopeSeparator: '' },
  ...{ authorizationParameters: '', tokenRequest: '', accountId: '', accountLabel: '' },
  ...{ headerName: '', headerValue: '', variables: [] },
};

/** The draft that a stored description would have come from. */
export function draftOf(custom: Stored, values: Readonly<Record<string, string>>): CustomDraft {
  const { authorizationParameters = {}, account, tokenHeader, variables = {} } = custom;
  return {
    ...EMPTY_DRAFT,
    // Only discovery learns that answers must name the issuer, so only discovery says it again.
    way: custom.issuerInResponse ? 'issuer' : 'endpoints',
    ...pick(custom, ['name', 'issuer', 'authorizationEndpoint', 'tokenEndpoint', 'userinfoEndpoint']),
    revocationEndpoint: custom.revocationEndpoint ?? '',
    apiHosts: custom.apiHosts.join(' '),
    scopes: custom.scopes.join(' '),
    clientAuthentication: custom.clientAuthentication ?? '',
    scopeSeparator: custom.scopeSeparator ?? '',
    answeredScopeSeparator: custom.answeredScopeSeparator ?? '',
    authorizationParameters: Object.entries(authorizationParameters).map(linePair).join('\n'),
    tokenRequest: custom.tokenRequest ?? '',
    ...{ accountId: account?.id ?? '', accountLabel: account?.label ?? '' },
    ...{ headerName: tokenHeader?.name ?? '', headerValue: tokenHeader?.value ?? '' },
    variables: Object.entries(variables).map(([name, variable]) => ({
      ...{ name, label: variable.label, example: variable.example ?? '' },
      ...{ form: variable.form, of: variable.of, value: values[name] ?? '' },
    })),
  };
}

/** What the API takes for a draft: the description, and the values of the app's variables. */
export function customBodyOf(draft: CustomDraft): { custom: Body; variables: Record<string, string> } {
  const shared = { ...everyProvider(draft), ...given({ clientAuthentication: draft.clientAuthentication }) };
  if (draft.way === 'issuer')
    return { custom: { ...shared, issuer: draft.issuer.trim() } as Body, variables: {} };
  const { authorizationEndpoint, tokenEndpoint, userinfoEndpoint, revocationEndpoint, issuer } = draft;
  const named = draft.variables.filter(({ name }) => name.trim() !== '');
  const ofApp = named.filter(({ of }) => of === 'app');
  const variables = Object.fromEntries(named.map(variableOf));
  const custom = {
    ...shared,
    ...given({ issuer, revocationEndpoint }),
    ...trimmedMembers({ authorizationEndpoint, tokenEndpoint, userinfoEndpoint }),
    ...(named.length > 0 && { variables }),
  };
  return {
    custom: custom as Body,
    variables: Object.fromEntries(ofApp.map(({ name, value }) => [name.trim(), value.trim()])),
  };
}

/** The entries of a field that takes several. */
export function entriesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '');
}

/** Scopes may hold commas, as some providers write them. */
export function scopesOf(text: string): string[] {
  return text.split(/\s+/).filter((scope) => scope !== '');
}

function everyProvider(draft: CustomDraft) {
  const { accountId: id, accountLabel: label, headerName, headerValue: value } = draft;
  const parameters = parametersIn(draft.authorizationParameters);
  return {
    name: draft.name.trim(),
    scopes: scopesOf(draft.scopes),
    apiHosts: entriesOf(draft.apiHosts),
    ...(draft.scopeSeparator !== '' && { scopeSeparator: draft.scopeSeparator }),
    ...(draft.answeredScopeSeparator !== '' && { answeredScopeSeparator: draft.answeredScopeSeparator }),
    ...(Object.keys(parameters).length > 0 && { authorizationParameters: parameters }),
    ...given({ tokenRequest: draft.tokenRequest }),
    ...(filled(id, label) && { account: { id: id.trim(), ...given({ label }) } }),
    ...(filled(headerName, value) && { tokenHeader: { name: headerName.trim(), value: value.trim() } }),
  };
}

/** A line without `=` is a name without a value, which the API refuses at its field. */
function parametersIn(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = line, value = ''] = /^([^=]*)=(.*)$/.exec(line) ?? [];
      return [name.trim(), value.trim()];
    }),
  );
}

function linePair([name, value]: [string, string]): string {
  return `${name}=${value}`;
}

function variableOf({ name, label, example, form, of }: VariableDraft) {
  return [name.trim(), { label: label.trim(), ...given({ example }), form, of }];
}

function given<T extends Record<string, string>>(members: T): Partial<T> {
  const filledIn = Object.entries(trimmedMembers(members)).filter(([, value]) => value !== '');
  return Object.fromEntries(filledIn) as Partial<T>;
}

function trimmedMembers<T extends Record<string, string>>(members: T): T {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, value.trim()])) as T;
}

function filled(...texts: string[]): boolean {
  return texts.some((text) => text.trim() !== '');
}

function pick<T, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}
