import { useHere } from '../shell/here.ts';
import { titleOf } from '../words/connection-title.ts';
import { namesOf } from '../words/provider-name.ts';
import { useResource } from './resource.ts';

/** The title of a connection by its id, or the id where the connection is not there any more. */
export function useTitles(): (connection: string) => string {
  const { data } = useHere();
  const nameOf = namesOf(useResource(data.providers).value);
  const connections = useResource(data.connections).value;
  return (id) => {
    const found = connections?.find((each) => each.id === id);
    return found === undefined ? id : titleOf(found, nameOf(found.provider));
  };
}
