import { useState } from 'preact/hooks';
import type { Connection, Server } from '../../../api/types.ts';
import { SelectField } from '../../../parts/fields.tsx';
import { plainText } from '../../../words/plain-text.ts';
import { ArgumentForm } from './argument-form.tsx';
import type { Arguments } from './arguments-of.ts';
import { RefusalNotice } from './refusal-notice.tsx';
import { TrialAnswer } from './trial-answer.tsx';
import { TrialDialog } from './trial-dialog.tsx';
import type { Listed } from './use-tools.ts';
import { useTrial } from './use-trial.ts';

interface Props {
  server: Server;
  accounts: Connection[];
  listed: Listed;
  onTried: () => void;
}

/** Which tool is called with which arguments, the confirmation, and the answer. */
export function TrialForm({ server, accounts, listed, onTried }: Props) {
  const { tools, connectionId, more } = listed;
  const [name, setName] = useState(tools[0]?.name ?? '');
  const [asking, setAsking] = useState<Arguments>();
  const trial = useTrial({ server, listed, onTried });
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) return <p class="soft">The server lists no tool.</p>;
  const call = async (given: Arguments) => {
    await trial.call(tool, given);
    setAsking(undefined);
  };
  return (
    <>
      <SelectField
        label="Tool"
        hint={more ? 'The server has more tools than are listed here.' : undefined}
        value={name}
        choices={tools.map((each) => [each.name, toolWords(each, server)] as const)}
        onChange={(next) => {
          setName(next);
          trial.forget();
        }}
      />
      {tool.description !== undefined && <p class="tool-description">{plainText(tool.description, 600)}</p>}
      <ArgumentForm key={name} tool={tool} onSubmit={setAsking} />
      {asking !== undefined && (
        <TrialDialog
          {...{ server, tool, listed }}
          account={accounts.find(
            ({ id, connectedAt }) => id === connectionId && connectedAt === listed.connectedAt,
          )}
          isBusy={trial.isBusy}
          onConfirm={() => void call(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
      <RefusalNotice problem={trial.problem} />
      {trial.answered && <TrialAnswer server={server} {...trial.answered} />}
    </>
  );
}

function toolWords({ name, title }: Listed['tools'][number], { tools }: Server): string {
  const shown =
    title === undefined || title === name
      ? plainText(name, 128)
      : `${plainText(title, 80)} (${plainText(name, 128)})`;
  return tools === undefined || tools.includes(name) ? shown : `${shown}, which may not be called`;
}
