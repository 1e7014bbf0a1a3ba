/**
 * People write their own names: two people with one name are told apart, and nobody takes the place of another one.
 * Covers dashboard/src/words/names-of-people.ts.
 */
import { describe, expect, it } from 'vitest';
import type { NamedPerson } from '../../../dashboard/src/api/types.ts';
import { namesOfPeople } from '../../../dashboard/src/words/names-of-people.ts';

const ISSUER = 'https://idp.example';
const shown = (people: Record<string, string> | [subject: string, name: string][]) => {
  const list = Array.isArray(people) ? people : Object.entries(people);
  const nameOf = namesOfPeople(
    list.map(([subject, name]) => ({ subject, name, issuer: ISSUER }) as NamedPerson),
  );
  return list.map(([subject]) => nameOf(subject));
};

describe('the name of a person', () => {
  it('stands alone where nobody else has it', () => {
    expect(shown({ 'auth0|1': 'Ada', 'auth0|2': 'Bob' })).toEqual(['Ada', 'Bob']);
    expect(shown({ bob: 'Bob' })).toEqual(['Bob']);
  });

  it.each([
    ['letter by letter', 'Ada', 'Ada'],
    ['in another case', 'Ada', 'ADA'],
    ['with spaces around it', 'Ada', ' Ada '],
  ])('is followed by the subject where another one has it %s', (_how, one, other) => {
    expect(shown({ 'auth0|1': one, 'auth0|2': other, 'auth0|3': 'Bob' })).toEqual([
      `${one} (auth0|1)`,
      `${other} (auth0|2)`,
      'Bob',
    ]);
  });

  it('is followed by the subject where it reads as somebody else’s subject', () => {
    expect(shown({ mallory: 'Bob', bob: 'Robert' })).toEqual(['Bob (mallory)', 'Robert']);
  });

  it('is left out where two issuers name two people by one subject', () => {
    const both: [string, string][] = [
      ['ada', 'Ada'],
      ['ada', 'Mallory'],
    ];
    expect(shown(both)).toEqual(['ada', 'ada']);
  });

  it('is nothing for somebody of whom no name is kept', () => {
    expect(namesOfPeople([])('ada')).toBeUndefined();
  });
});
