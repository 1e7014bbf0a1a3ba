import { useEffect, useState } from 'preact/hooks';
import type { Notice } from '../parts/notice.ts';
import { NoticeBar } from '../parts/notice-bar.tsx';
import type { Session } from '../sign-in/session.ts';
import { TOKEN_REFUSED } from '../words/sign-in-words.ts';

/** Says that the sign-in has ended. Everything that was typed stays, and the person signs in again in a window beside. */
export function SessionBar({ session }: { session: Session }) {
  const [fault, setFault] = useState(session.fault);
  const [isWaiting, setWaiting] = useState(false);
  useEffect(
    () =>
      session.subscribe(() => {
        setFault(session.fault);
        setWaiting(false);
      }),
    [session],
  );
  const again = () => {
    setWaiting(true);
    // Where another person signed in, or nobody did, the button offers it once more.
    void session.signInAgain().finally(() => setWaiting(false));
  };
  if (fault === undefined) return null;
  const isRefused = fault === 'refused';
  return (
    <div class="session-bar">
      <NoticeBar
        notice={isRefused ? REFUSED : ENDED}
        {...(!isRefused && {
          onDismiss: again,
          action: isWaiting ? 'Open the window again' : 'Sign in again',
        })}
      />
    </div>
  );
}

const ENDED: Notice = {
  tone: 'info',
  title: 'Your sign-in has ended',
  text: 'What you typed is still here. Sign in again in the window that opens, then go on.',
};
const REFUSED: Notice = { tone: 'bad', title: TOKEN_REFUSED.title, text: TOKEN_REFUSED.detail };
