import type { NamedPerson } from '../api/types.ts';

/**
 * Names by subject. People write their names themselves at many sign-in services, so a name that another one has, or that reads as
 * somebody's subject, is followed by the subject. Pure.
 */
export function namesOfPeople(people: readonly NamedPerson[]): (subject: string) => string | undefined {
  const owners = Map.groupBy(people, ({ name }) => name.trim().toLowerCase());
  const subjects = new Set(people.map(({ subject }) => subject.toLowerCase()));
  const bySubject = Map.groupBy(people, ({ subject }) => subject);
  return (subject) => {
    const [person, ...others] = bySubject.get(subject) ?? [];
    if (person === undefined) return undefined;
    // Two issuers can name two people by one subject.
    if (others.length > 0) return subject;
    const key = person.name.trim().toLowerCase();
    const isAlone = owners.get(key)?.length === 1 && !(subjects.has(key) && key !== subject.toLowerCase());
    return isAlone ? person.name : `${person.name} (${subject})`;
  };
}
