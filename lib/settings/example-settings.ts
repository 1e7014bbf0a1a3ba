/**
 * Which settings of a stage nobody has replaced yet: those whose address is of a domain that is reserved for examples and
 * tests (RFC 2606 and RFC 6761), where nobody can have a service.
 */
import type { StageSettings } from './stage-settings.ts';

const RESERVED = /(^|\.)(example\.(com|net|org)|example|invalid|test)$/i;
/** Settings that name something without anybody asking there: an audience and a claim may look like any address. */
const NAMES =
  /^(jwt\.audience|jwt\.workspaceClaim|jwt\.personClaim|injectorAudiences\[\d+\]|mcpEndpoint\.audience|mcpEndpoint\.scopes\[\d+\]|mcpEndpoint\.clients\.[\w-]+|hostedDashboard\.signIn\.\w+)$/;
/** Settings that hold bare host names. Elsewhere a text with a dot can be anything, such as the name of a tool. */
const HOST_SETTINGS = /^(domain\.name|domain\.hostedZone\.name|servers\[\d+\]\.allowedHosts\[\d+\])$/;

/** Out: the names of the settings that have an example address, such as `jwt.issuer` or `servers[0].url`. Pure. */
export function exampleSettings(settings: StageSettings): string[] {
  return textsIn(settings, '')
    .filter(([name]) => !NAMES.test(name))
    .filter(([name, text]) => RESERVED.test(hostOf(name, text)))
    .map(([name]) => name);
}

/** Every text in the settings, with the name of its setting. */
function textsIn(value: unknown, name: string): [name: string, text: string][] {
  if (typeof value === 'string') return [[name, value]];
  if (Array.isArray(value)) return value.flatMap((one, index) => textsIn(one, `${name}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, name === '' ? key : `${name}.${key}`));
}

/** The host of a URL, of an e-mail address or of a setting for hosts, without a trailing dot; else an empty text. */
function hostOf(name: string, text: string): string {
  const host = HOST_SETTINGS.test(name)
    ? text.replace(/:\d+$/, '')
    : URL.canParse(text)
      ? new URL(text).hostname
      : (/^[^@\s]+@([^@\s]+)$/.exec(text)?.[1] ?? '');
  return host.replace(/\.$/, '');
}
