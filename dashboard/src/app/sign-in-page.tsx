import { useState } from 'preact/hooks';
import type { ProblemText } from '../api/api-problem.ts';
import { Logo } from '../parts/icons.tsx';
import { problemNotice } from '../parts/notice.ts';
import { NoticeBar } from '../parts/notice-bar.tsx';

interface Props {
  problem?: ProblemText | undefined;
  /** Absent if the page could not start. */
  onSignIn?: () => Promise<void>;
}

export function SignInPage({ problem, onSignIn }: Props) {
  const [failure, setFailure] = useState<ProblemText>();
  const signIn = () => onSignIn?.().catch(() => setFailure(NO_ANSWER));
  const shown = failure ?? problem;
  return (
    <main class="sign-in">
      <Logo />
      <h1>Connections</h1>
      <p>See and manage the accounts that the MCP servers of your workspace can use.</p>
      <NoticeBar notice={shown && problemNotice(shown)} />
      {onSignIn ? (
        <button type="button" class="button primary wide" onClick={signIn}>
          Sign in
        </button>
      ) : (
        <button type="button" class="button wide" onClick={() => location.reload()}>
          Reload
        </button>
      )}
    </main>
  );
}

const NO_ANSWER: ProblemText = {
  title: 'The sign-in service does not answer',
  detail: 'Try again in a moment.',
};
