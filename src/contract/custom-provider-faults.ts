/** What no description of a custom provider may say. Judged when an admin puts it, and again at each use of its row. Pure. */

import { memberFault } from './account-members.ts';
import { isReservedParameter, speaksInOurPlace } from './authorization-parameters.ts';
import { type CustomProvider, type CustomProviderBody, VARIABLE_FORMS } from './custom-provider.ts';
import type { FieldFault } from './problems.ts';
import { COMMON_NAMES } from './servers/placement-faults.ts';
import { tokenHeaderFaults } from './servers/token-header.ts';

/** A fault of a field, by JSON pointer (RFC 6901) from the body of the registration. */
export interface CustomFault {
  pointer: string;
  reason: FieldFault;
}
type Described = CustomProviderBody | CustomProvider;
type Rule = (custom: Described) => CustomFault[];

/** Names that other templates hold already. */
const TAKEN_NAMES: readonly string[] = [...COMMON_NAMES, 'redirectUri', 'scope', 'customHosts'];

/** Everything that the schema cannot say. */
export function customProviderFaults(custom: Described): CustomFault[] {
  return [parameters, templates, names, scopes, account, tokenHeader].flatMap((rule) => rule(custom));
}

/** What is wrong with the values that an admin gives to the variables of the description. */
export function variableFaults(custom: Described, values: Readonly<Record<string, string>>): CustomFault[] {
  const known = variablesOf(custom);
  const ofApp = Object.entries(known).filter(([, { of }]) => of === 'app');
  const isUnknown = Object.keys(values).some((name) => !ofApp.some(([each]) => each === name));
  return [
    ...(isUnknown ? [fault('/variables', 'unknown_variable')] : []),
    ...ofApp.flatMap(([name, { form }]) => {
      if (!Object.hasOwn(values, name)) return [fault('/variables', 'missing_variable')];
      const isFit = new RegExp(VARIABLE_FORMS[form]).test(values[name] as string);
      return isFit ? [] : [fault(`/variables/${name}`, 'malformed')];
    }),
  ];
}

const parameters: Rule = (custom) => {
  const { authorizationParameters = {} } = custom;
  const isReserved = Object.entries(authorizationParameters).some(([name, value]) =>
    isReservedParameter(name, value),
  );
  const endpoint = 'authorizationEndpoint' in custom ? custom.authorizationEndpoint : undefined;
  const speaks = endpoint !== undefined && speaksInOurPlace(new URL(sampleOf(endpoint)).searchParams);
  return [
    ...(isReserved ? [fault('/custom/authorizationParameters', 'reserved_parameter')] : []),
    ...(speaks ? [fault('/custom/authorizationEndpoint', 'reserved_parameter')] : []),
    ...(endpoint !== undefined && namesParameter(endpoint)
      ? [fault('/custom/authorizationEndpoint', 'misplaced_variable')]
      : []),
  ];
};

/** Whether a variable stands in the name of a parameter: its value would decide what the parameter says in our place. */
function namesParameter(endpoint: string): boolean {
  const [, query = ''] = /\?([^#]*)/.exec(endpoint) ?? [];
  return [...new URLSearchParams(query).keys()].some((name) => namesIn(name).length > 0);
}

/** A template with the part of it, from its beginning, that decides which host is asked. */
interface Place {
  pointer: string;
  text: string;
  host: string;
  /** The browser alone goes there, and brings no secret of ours. */
  isOfBrowser?: true;
}

const templates: Rule = (custom) => placesOf(custom).flatMap((place) => faultsOf(place, variablesOf(custom)));

function placesOf(custom: Described): Place[] {
  const { authorizationParameters = {}, apiHosts } = custom;
  const values = Object.values(authorizationParameters).map(
    (text): Place => ({ pointer: '/custom/authorizationParameters', text, host: '', isOfBrowser: true }),
  );
  const urls = (['issuer', 'tokenEndpoint', 'revocationEndpoint', 'userinfoEndpoint'] as const).flatMap(
    (name) => (name in custom ? urlPlace(name, (custom as Partial<CustomProvider>)[name]) : []),
  );
  const opened = 'authorizationEndpoint' in custom ? custom.authorizationEndpoint : undefined;
  return [
    ...values,
    ...urls,
    ...urlPlace('authorizationEndpoint', opened).map((place) => ({ ...place, isOfBrowser: true as const })),
    ...apiHosts.map((text, index) => ({ pointer: `/custom/apiHosts/${index}`, text, host: text })),
  ];
}

function urlPlace(name: string, text: string | undefined): Place[] {
  if (text === undefined) return [];
  // Further slashes before a host are none of its path (WHATWG URL, “special authority ignore slashes state”).
  const [, host = ''] = /^https:\/\/[/\\]*([^/?#\\]*)/i.exec(text) ?? [];
  return [{ pointer: `/custom/${name}`, text, host }];
}

function faultsOf({ pointer, text, host, isOfBrowser }: Place, known: Variables): CustomFault[] {
  const used = namesIn(text);
  // The value of a parameter may be JSON, whose braces name nothing.
  const isMisspelt = pointer !== '/custom/authorizationParameters' && /[{}]/.test(withoutNames(text));
  if (isMisspelt || used.some((name) => !Object.hasOwn(known, name))) return [fault(pointer, 'unknown_name')];
  const ofMembers = used.filter((name) => known[name]?.of === 'connection');
  const isMisplaced = ofMembers.some((name) => !isOfBrowser || namesIn(host).includes(name));
  if (isMisplaced || !isHostTemplate(host, known)) return [fault(pointer, 'misplaced_variable')];
  const isApiHost = text === host && host !== '';
  return isApiHost && !HOST.test(sampleOf(host)) ? [fault(pointer, 'malformed_host')] : [];
}

const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * A whole host is the end of what it stands in. A label stands left of a suffix of two labels that the description says: else its
 * value would choose the domain.
 */
function isHostTemplate(host: string, known: Variables): boolean {
  const used = namesIn(host);
  if (used.length === 0) return true;
  if (used.some((name) => known[name]?.form === 'host'))
    return used.length === 1 && /(^|\.)\{\w+\}$/.test(host);
  return !host.split('.').slice(-2).join('.').includes('{') && host.split('.').length > 2;
}

const names: Rule = (custom) =>
  Object.keys(variablesOf(custom)).some((name) => TAKEN_NAMES.includes(name))
    ? [fault('/custom/variables', 'reserved_name')]
    : [];

/** A scope that holds the separator would be two scopes in a request, and two others in the answer. */
const scopes: Rule = ({ scopes: own, scopeSeparator = ' ', answeredScopeSeparator = scopeSeparator }) =>
  own.flatMap((scope, index) =>
    scope.includes(scopeSeparator) || scope.includes(answeredScopeSeparator)
      ? [fault(`/custom/scopes/${index}`, 'malformed_scope')]
      : [],
  );

const account: Rule = ({ account: mapping }) =>
  (['id', 'label'] as const).flatMap((member) => {
    const path = mapping?.[member];
    const reason = path === undefined ? undefined : memberFault(path, member);
    return reason ? [fault(`/custom/account/${member}`, reason)] : [];
  });

const tokenHeader: Rule = ({ tokenHeader: header }) =>
  (header ? tokenHeaderFaults(header) : []).map(({ pointer, reason }) =>
    fault(`/custom/tokenHeader${pointer}`, reason),
  );

type Variables = NonNullable<CustomProvider['variables']>;

function variablesOf(custom: Described): Variables {
  return ('variables' in custom && custom.variables) || {};
}

function namesIn(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function withoutNames(template: string): string {
  return template.replace(/\{\w+\}/g, '');
}

function sampleOf(template: string): string {
  return template.replace(/\{\w+\}/g, 'x');
}

function fault(pointer: string, reason: FieldFault): CustomFault {
  return { pointer, reason };
}
