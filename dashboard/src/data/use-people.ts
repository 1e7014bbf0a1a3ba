import { useHere } from '../shell/here.ts';
import { namesOfPeople } from '../words/names-of-people.ts';
import { useResource } from './resource.ts';

/** The name of a person by the `sub` of their tokens, or that text where no name is known. */
export function usePeople(): (subject: string) => string {
  const { data, person } = useHere();
  const { value = [] } = useResource(data.people);
  const nameOf = namesOfPeople(value);
  return (subject) => nameOf(subject) ?? (subject === person.subject ? person.name : subject);
}
