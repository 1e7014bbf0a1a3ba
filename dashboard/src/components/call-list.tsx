import { useState } from 'preact/hooks';
import type { Api, Call, CallFilter } from '../api.ts';
import { problemText } from '../api-problem.ts';
import { type Notice, problemNotice } from '../notice.ts';
import type { Workspace } from '../person.ts';
import { saveFile } from '../save-file.ts';
import { useCalls } from '../use-calls.ts';
import { callPieces, outcomeText, scopesText } from '../words/call-words.ts';
import { CallCounts } from './call-counts.tsx';
import { CallFilters } from './call-filters.tsx';
import { Time } from './time.tsx';

interface Props {
  api: Api;
  workspace: Workspace;
  onNotice: (notice: Notice) => void;
}

/** Which server and tool used which connection, and what was refused: all of the workspace for admins, one's own for members. */
export function CallList({ api, workspace, onNotice }: Props) {
  const [filter, setFilter] = useState<CallFilter>({});
  const { calls, counted, cursor, problem, reload, loadMore } = useCalls(api, workspace.id, filter);
  const download = async () => {
    try {
      const { file, isWhole } = await api.exportCalls(workspace.id, filter);
      saveFile(file, `calls-${workspace.id}.csv`);
      if (!isWhole) onNotice(CUT);
    } catch (error) {
      onNotice(problemNotice(problemText(error)));
    }
  };
  return (
    <section aria-labelledby="calls-heading" aria-busy={calls === undefined && problem === undefined}>
      <div class="section-head">
        <h2 id="calls-heading">Calls</h2>
        <button type="button" class="button small" onClick={() => void download()}>
          Download CSV
        </button>
      </div>
      {counted && <CallCounts counted={counted} isChosen={filter.day !== undefined} />}
      <CallFilters
        filter={filter}
        isAdmin={workspace.role === 'admin'}
        {...{ calls, counted }}
        onChange={setFilter}
      />
      {problem !== undefined && (
        <p class="soft">
          The calls could not be loaded.{' '}
          <button type="button" class="button small" onClick={() => void reload()}>
            Try again
          </button>
        </p>
      )}
      {calls?.length === 0 && (
        <p class="soft">{noneText(workspace.role, { filter, hasMore: cursor !== undefined })}</p>
      )}
      <ol class="activity">
        {calls?.map((call) => (
          <li key={call.operationId}>
            <Sentence call={call} isAdmin={workspace.role === 'admin'} />
            <Time at={call.at} />
          </li>
        ))}
      </ol>
      {cursor !== undefined && (
        <button type="button" class="button small" onClick={() => void loadMore()}>
          Show older calls
        </button>
      )}
    </section>
  );
}

function noneText(
  role: Workspace['role'],
  { filter, hasMore }: { filter: CallFilter; hasMore: boolean },
): string {
  if (hasMore) return 'None of the newest calls match.';
  const when = filter.day === undefined ? 'in the last seven days' : 'on that day';
  return role === 'admin' ? `There were no such calls ${when}.` : `You made no such calls ${when}.`;
}

const CUT: Notice = {
  tone: 'info',
  title: 'The file has the newest calls only.',
  text: 'Choose a day to get the calls of that day.',
};

function Sentence({ call, isAdmin }: { call: Call; isAdmin: boolean }) {
  const { outcome, caller } = call;
  const scopes = scopesText(call);
  return (
    <p class="activity-text">
      {callPieces(call).map(({ text, isName }, index) =>
        isName ? <strong key={index}>{text}</strong> : text,
      )}
      {isAdmin && caller !== undefined && <> for {caller}</>}
      <span class={outcome === 'injected' ? 'soft' : 'call-refused'}>{outcomeText(outcome)}</span>
      {scopes && <span class="soft">{scopes}</span>}
    </p>
  );
}
