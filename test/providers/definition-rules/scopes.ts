/** Which scopes a definition offers, and how they are written. */
import type { Rule } from './rule.ts';

/** RFC 6749 appendix A.4. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

export const scopes: Rule = ({ oauth, products }) => {
  const offered = products.flatMap((product) => product.scopes);
  const names = [...oauth.scopes.always, ...offered.map(({ scope }) => scope)];
  return [
    ['no product', products.length === 0],
    ['no scope by default', offered.length > 0 && !offered.some((one) => one.default)],
    ...products.map<[string, boolean]>(({ id }) => [`product id ${id}`, !/^[a-z0-9_-]{1,40}$/.test(id)]),
    ...names.map<[string, boolean]>((name) => [
      `scope ${name}`,
      !SCOPE.test(name) ||
        name.includes(oauth.scopes.requestSeparator) ||
        name.includes(oauth.scopes.answerSeparator),
    ]),
    ...products.map<[string, boolean]>(({ id, scopes: own }) => [
      `product ${id} with a scope twice`,
      new Set(own.map(({ scope }) => scope)).size !== own.length,
    ]),
    ['a scope without a description', offered.some(({ description }) => description.length < 5)],
  ];
};
