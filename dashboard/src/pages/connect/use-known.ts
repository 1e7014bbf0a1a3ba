import { useMemo } from 'preact/hooks';
import type { Provider } from '../../api/types.ts';
import type { Known } from '../../consent/wish.ts';
import { type Loaded, Resource, useResource } from '../../data/resource.ts';
import { useHere } from '../../shell/here.ts';

type Everything = Known & { providers: Provider[] };

/** What a link is looked up in, as the person who is signed in sees it. Nothing until all of it is there. */
export function useKnown(refusal: string | undefined): { loaded: Loaded<Everything>; reload: () => void } {
  const { api, data } = useHere();
  const refused = useMemo(() => new Resource(() => recordOf(api.records.call, refusal)), [api, refusal]);
  const parts = {
    providers: useResource(data.providers),
    connections: useResource(data.connections),
    servers: useResource(data.servers),
    refused: useResource(refused),
  };
  const { providers, connections, servers, refused: call } = parts;
  const problem = [providers, connections, servers].find((each) => each.problem)?.problem;
  const isRead = refusal === undefined || call.value !== undefined;
  const isWhole = providers.value && connections.value && servers.value && isRead;
  return {
    loaded: isWhole
      ? {
          value: {
            ...{ providers: providers.value, connections: connections.value, servers: servers.value },
            call: call.value?.call,
          } as Everything,
        }
      : problem === undefined
        ? {}
        : { problem },
    reload: () => void data.reload(),
  };
}

/** The record of the refused call: only its caller and admins can read it. */
async function recordOf(
  read: ReturnType<typeof useHere>['api']['records']['call'],
  refusal: string | undefined,
): Promise<{ call: Known['call'] }> {
  if (refusal === undefined) return { call: undefined };
  return { call: await read(refusal).catch(() => 'unreadable' as const) };
}
