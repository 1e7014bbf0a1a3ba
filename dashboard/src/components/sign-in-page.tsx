import { useState } from 'preact/hooks';
import type { ProblemText } from '../api-problem.ts';
import { problemNotice } from '../notice.ts';
import { Logo } from './icons.tsx';
import { NoticeBar } from './notice-bar.tsx';

interface Props {
  problem?: ProblemText | undefined;
  /** Absent when the page cannot start at all. */
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
      <p>See and manage the accounts that your workspace’s MCP servers may use.</p>
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
