import type { ProblemText } from '../../api/api-problem.ts';
import type { ServerBody } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { InfoIcon } from '../../parts/icons.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type Draft, emptyDraft } from '../../servers/form/draft.ts';
import { idOfDraft } from '../../servers/form/reach-fields.tsx';
import { ServerForm } from '../../servers/form/server-form.tsx';
import { storeServer } from '../../servers/store-server.ts';
import { useHere } from '../../shell/here.ts';
import { useGoOn } from './go-on.ts';

interface Props {
  /** The address that was typed. */
  url: string;
  /** Why the form is shown, where nobody asked for it. */
  reason: string | undefined;
  onCancel: () => void;
}

/** A server without an authorization server of its own: it takes the tokens of a provider. */
export function ProviderForm({ url, reason, onCancel }: Props) {
  const { api, data } = useHere();
  const servers = useResource(data.servers).value ?? [];
  const goOn = useGoOn();
  const save = async (draft: Draft, body: ServerBody): Promise<ProblemText | undefined> => {
    const id = idOfDraft(draft, new Set(servers.map((each) => each.id)));
    if (servers.some((each) => each.id === id)) return TAKEN;
    const stored = await storeServer(api.servers, id, body);
    if (stored.kind === 'refused') return stored.problem;
    return (await goOn({ id })) ? undefined : GONE;
  };
  return (
    <Panel title="With a provider’s token">
      <div class="stack">
        {reason !== undefined && (
          <div class="callout" role="status">
            <InfoIcon />
            <p>{reason}</p>
          </div>
        )}
        <ServerForm first={emptyDraft(url)} submit="Register the server" onSave={save} onCancel={onCancel} />
      </div>
    </Panel>
  );
}

const TAKEN: ProblemText = {
  title: 'This id is taken',
  detail: 'A server of this workspace or of the catalogue has it. Choose another id.',
};
const GONE: ProblemText = {
  title: 'The server is not there',
  detail: 'It was stored, and somebody deleted it at the same time. Try again.',
};
