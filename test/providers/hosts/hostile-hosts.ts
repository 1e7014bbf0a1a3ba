/** What nobody may choose, bring or answer where a part of a host is expected. */

/** No label of a host, and no list of labels. */
export const HOSTILE = [
  '',
  'undefined.',
  'evil.example/',
  'evil.example#',
  'evil.example?',
  'evil.example\\',
  'user@evil.example',
  'evil.example:443',
  '[::1]',
  'a..b',
  '.a',
  'a.',
  '-a',
  'a-',
  'a_b',
  'ACME',
  'acme\n',
  'acme%2e',
  // A Cyrillic letter.
  'аcme',
  'a'.repeat(64),
];

/** Values of an answer that are no origin of `host`, which is a name directly below `domain`. */
export function notOriginsOf(host: string, domain: string): unknown[] {
  return [
    ...[null, 7, '', `http://${host}`, 'https://evil.example', `https://${domain}`],
    ...[`https://${host}.evil.example`, `https://evil${domain}`, `https://user@${host}`],
    ...[`https://evil.example/.${domain}`, `https://evil.example#.${domain}`, `https://${host}:8443`],
    ...[`https://${host}/path`, `https://${host}\n`],
  ];
}
