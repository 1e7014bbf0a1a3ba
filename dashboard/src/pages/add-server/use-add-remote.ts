import { useState } from 'preact/hooks';
import type { ProblemText } from '../../api/api-problem.ts';
import type { Server, ServerBody } from '../../api/types.ts';
import { idFor } from '../../consent/remote-address.ts';
import type { Confirm } from '../../servers/confirm-server.tsx';
import { isRemoteServer } from '../../servers/kind-of-server.ts';
import { storeServer } from '../../servers/store-server.ts';
import { useHere } from '../../shell/here.ts';
import { useGoOn } from './go-on.ts';

/** A server as it is about to be registered. */
export interface Wanted {
  id: string;
  url: string;
}

export type Step =
  | { kind: 'asking'; problem?: ProblemText }
  | { kind: 'working' }
  | { kind: 'confirming'; wanted: Wanted; confirm: Confirm };

/** Registers a remote server by its address alone. `onOther` hears of an address at which no authorization server of its own is. */
export function useAddRemote(onOther: (url: string, problem: ProblemText) => void) {
  const { api } = useHere();
  const goOn = useGoOn();
  const [step, setStep] = useState<Step>({ kind: 'asking' });
  const add = async (wanted: Wanted, confirmed?: Confirm) => {
    setStep({ kind: 'working' });
    const { id, url } = wanted;
    const body: ServerBody = { url, ...(confirmed && { confirmed }) };
    const stored = await storeServer(api.servers, id, body);
    if (stored.kind === 'confirm') return setStep({ kind: 'confirming', wanted, confirm: stored.confirm });
    if (stored.kind === 'stored') return void (await goOn({ id }));
    const { problem, isStored } = stored;
    if (isStored && (await goOn({ id, problem }))) return;
    if (isOther(problem)) return onOther(url, problem);
    setStep({ kind: 'asking', problem });
  };
  return {
    step,
    add,
    ask: (problem?: ProblemText) => setStep({ kind: 'asking', ...(problem && { problem }) }),
  };
}

/** There is a server perhaps, but it takes the tokens of a provider. */
const OTHER = new Set<string>(['no_authorization_server', 'foreign_issuer']);

function isOther({ code, more }: ProblemText): boolean {
  return code === 'server_refused' && (more?.errors ?? []).some(({ reason }) => OTHER.has(reason));
}

/** A remote server that is registered already is registered again under its id. Pure. */
export function idOf(address: URL, servers: Server[]): string {
  const same = servers.find((each) => isRemoteServer(each) && each.url === address.href);
  return same?.id ?? idFor(address, new Set(servers.map(({ id }) => id)));
}
