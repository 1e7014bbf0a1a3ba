import { useState } from 'preact/hooks';
import type { ProblemText } from '../../api/api-problem.ts';
import type { Server, ServerBody } from '../../api/types.ts';
import type { Confirm } from '../../servers/confirm-server.tsx';
import { storeServer } from '../../servers/store-server.ts';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';

/** Resolves to what was wrong, or to undefined. */
export type Save = (body: ServerBody) => Promise<ProblemText | undefined>;

interface Confirming {
  body: ServerBody;
  confirm: Confirm;
  answer: (body: ServerBody | undefined) => void;
}

/** Stores the server, after an admin confirmed both names where that is needed. */
export function useSave(server: Server, onDone: () => void) {
  const { api, data, notify } = useHere();
  const [confirming, setConfirming] = useState<Confirming>();
  const asked = (body: ServerBody, confirm: Confirm) =>
    new Promise<ServerBody | undefined>((answer) => setConfirming({ body, confirm, answer }));
  const save: Save = async (body) => {
    const stored = await storeServer(api.servers, server.id, body);
    if (stored.kind === 'confirm') {
      const confirmed = await asked(body, stored.confirm);
      setConfirming(undefined);
      return confirmed === undefined ? NOT_CONFIRMED : save(confirmed);
    }
    if (stored.kind === 'refused') return stored.problem;
    await data.reload();
    notify({ tone: 'good', title: `${plainText(stored.server.name, 80)} is saved.` });
    onDone();
    return undefined;
  };
  return { confirming, save, cancel: () => confirming?.answer(undefined) };
}

const NOT_CONFIRMED: ProblemText = {
  title: 'Nothing was saved',
  detail: 'An admin confirms both names first.',
};
