/** T143 T245: what the values of variables and of connection facts may be. */
import type { ProviderVariable } from '../../../src/oauth/provider.ts';
import type { Rule } from './rule.ts';

/** In a URL, each of them would name a foreign host, end a host, or begin another part. */
const FOREIGN = [
  ...['', 'evil.example/', 'evil.example/x', 'x@evil.example', 'https://evil.example'],
  ...['a b', 'a\nb', 'x?y', 'x#y'],
];

const takesForeign = (pattern: string) => FOREIGN.some((text) => new RegExp(pattern).test(text));

/** A token goes where a fact of the connection says. */
export const connectionFacts: Rule = ({ oauth }) =>
  Object.entries(oauth.connectionFactPatterns ?? {}).map(([name, pattern]) => [
    `connection fact ${name} takes anything`,
    takesForeign(pattern),
  ]);

export const variables: Rule = ({ variables: all = {} }) =>
  Object.entries(all).flatMap(([name, variable]) =>
    faultsOf(variable).map(([fault, isWrong]): [string, boolean] => [`variable ${name} ${fault}`, isWrong]),
  );

function faultsOf(variable: ProviderVariable): [fault: string, isWrong: boolean][] {
  const { pattern, example, default: usual = example, derives = {}, of, parameter } = variable;
  const isRefused = (text: string) => !new RegExp(pattern).test(text);
  const hasTable = variable.derives !== undefined && variable.default !== undefined;
  return [
    ['takes anything', takesForeign(pattern)],
    ['refuses its own values', [example, usual].some(isRefused)],
    ['refuses a value of its table', Object.keys(derives).some(isRefused)],
    ['has a default that its table does not have', hasTable && !Object.hasOwn(derives, usual)],
    [
      'is of a redirect and has no parameter, or the other way round',
      (of === 'callback') !== (parameter !== undefined),
    ],
  ];
}
