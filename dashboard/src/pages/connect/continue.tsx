import type { Provider, RemoteServer } from '../../api/types.ts';
import type { Draft } from '../../consent/draft.ts';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { WorkspaceName } from '../../parts/workspace-name.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';
import { remoteWords } from '../../words/remote-words.ts';
import { startWords } from '../../words/start-words.ts';
import type { Leave } from './use-start.ts';

interface Props {
  provider: Provider;
  remote: RemoteServer | undefined;
  draft: Draft;
  leave: Leave;
}

/** The one button that leaves the page, and what happens then. */
export function Continue({ provider, remote, draft, leave: { isBusy, problem } }: Props) {
  const { to } = useHere();
  const goal = remote ? plainText(remote.authorization.authorizationHost) : provider.name;
  const back = remote ? to({ page: 'server', id: remote.id }) : to({ page: 'provider', id: provider.id });
  return (
    <div class="continue">
      <NoticeBar notice={problem && problemNotice(remote ? remoteWords(problem) : startWords(problem))} />
      <div class="actions">
        <button
          type="submit"
          class="button primary"
          // A button that is disabled would lose the focus, and the form ignores a second click.
          aria-disabled={isBusy}
          disabled={remote?.authorization.client === 'needed'}
        >
          {isBusy ? 'One moment…' : `Continue to ${goal}`}
        </button>
        <Link class="button" to={back}>
          Cancel
        </Link>
      </div>
      <p class="small-text">
        {remote === undefined && draft.app !== undefined && APP_IN_USE[draft.app]}
        {goal} asks you which account to use and whether you allow this. Then MCP servers of <WorkspaceName />{' '}
        can use the account.
      </p>
    </div>
  );
}

const APP_IN_USE = {
  verified: 'You use the verified app of the platform. ',
  workspace: 'You use the workspace’s own app. ',
} as const;
