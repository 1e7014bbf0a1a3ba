/** T015: which `iss` of a redirect (RFC 9207) a definition takes. */
import { fill, issuerPattern as patternOf } from '../../../src/oauth/resolve-facts.ts';
import { domainsOf } from '../../../src/providers/catalogue-hosts.ts';
import type { Rule } from './rule.ts';
import { sampleValues } from './sample-values.ts';

/** Before the domain: labels, escaped dots, groups and quantifiers. Nothing that could end a host, or stand for anything. */
const BEFORE_DOMAIN = /^(?:[a-z0-9-]|\\\.|[()|?+*]|\{\w+(?:,\d*)?\}|\[[a-z0-9-]+\])*$/;
/** Whoever could be taken for the provider, with the provider's domain or issuer in it. */
const foreignIssuers = (own: string): string[] => [
  ...['https://evil.example', `http://${own}`, `https://evil${own}`, `https://evil.example/${own}`],
  ...[`https://${own}.evil.example`, `https://${own}@evil.example`, `https://evil.example#${own}`],
  ...[`https://evil.example?${own}`, `https://${own}:8443`, `https://${own.replaceAll('.', 'x')}`],
];

/** The pattern of `iss` (RFC 9207) takes no host outside the provider's domain. */
export const issuerPattern: Rule = (provider) => {
  const { issuerPattern: source, issuer } = provider.oauth;
  if (source === undefined) return [];
  const pattern = patternOf(provider.oauth, sampleValues(provider)) ?? /(?!)/;
  const [, host = ''] = /^\^https:\/\/(.*?)(?:\(?\/|\$$)/.exec(source) ?? [];
  const own = [...domainsOf(provider)].find((domain) => host.endsWith(domain.replaceAll('.', '\\.')));
  const before = own && host.slice(0, -own.replaceAll('.', '\\.').length);
  const values = sampleValues(provider);
  const foreign = [own ?? '', new URL(fill(issuer, values)).host].flatMap(foreignIssuers);
  const withoutGroups = source
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\([^()]*\)/g, '')
    .replace(/\([^()]*\)/g, '');
  return [
    ['an issuer pattern that is not anchored, or not https', !/^\^https:\/\/.*[^\\]\$$/.test(source)],
    ['an issuer pattern of two', withoutGroups.includes('|')],
    ['an issuer pattern that does not end in a domain of the provider', own === undefined],
    [
      'an issuer pattern with a host of any form',
      before !== undefined && !BEFORE_DOMAIN.test(before.replace(/\($/, '')),
    ],
    ['an issuer pattern that takes another host', foreign.some((text) => pattern.test(text))],
    ['an issuer pattern of an unknown variable', pattern.source.includes('(?!)')],
  ];
};
