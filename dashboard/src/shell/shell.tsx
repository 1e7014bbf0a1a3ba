import { useEffect, useState } from 'preact/hooks';
import { rememberedWorkspace, rememberWorkspace } from '../app/chosen-workspace.ts';
import { Starting } from '../app/starting.tsx';
import { type Arrival, useArrival } from '../consent/use-arrival.ts';
import type { Notice } from '../parts/notice.ts';
import { NoticeBar } from '../parts/notice-bar.tsx';
import { usePlace } from '../router/navigation.ts';
import { isPersonal, personalWorkspaceOf } from '../sign-in/personal-workspace.ts';
import type { Session } from '../sign-in/session.ts';
import { Frame } from './frame.tsx';
import { NoPage, NotAMember, NoWorkspace } from './no-page.tsx';
import { loadFurtherPages } from './page-at.tsx';
import type { ShellProps } from './shell-props.ts';
import { WorkspaceFrame } from './workspace-frame.tsx';
import { workspaceShown } from './workspace-shown.ts';

/** Everything a signed-in person sees. */
export function Shell(props: ShellProps) {
  const { config, session, client, intent, onSignOut } = props;
  const place = usePlace();
  const person = usePerson(session);
  // The workspace of what the page was opened for, until the address names one.
  const [first] = useState(
    () => intent.start?.workspace ?? intent.connect?.workspace ?? rememberedWorkspace(),
  );
  const wanted = place?.workspace ?? first;
  const isNamed = place?.workspace !== undefined || intent.connect?.workspace !== undefined;
  const personal = personalWorkspaceOf(person, config);
  const workspace = workspaceShown(person.workspaces, personal, { wanted, isNamed });
  useEffect(() => {
    // The personal one is nobody's choice for a link or an address that names none.
    if (workspace !== undefined && !isPersonal(workspace)) rememberWorkspace(workspace.id);
  }, [workspace?.id]);
  const [arrival, setArrival] = useArrival(client, intent, workspace?.id);
  useEffect(() => {
    // Whoever goes there before, or whose network fails, loads them then.
    const timer = setTimeout(() => void loadFurtherPages().catch(() => undefined), WHEN_USABLE);
    return () => clearTimeout(timer);
  }, []);

  const frame = { config, person, session, onSignOut, workspace, page: undefined };
  if (arrival.meanwhile !== undefined) return <Starting text={arrival.meanwhile} />;
  if (place !== undefined && workspace !== undefined)
    return (
      <WorkspaceFrame
        key={workspace.id}
        {...props}
        {...{ person, workspace, place, arrival }}
        onArrival={setArrival}
      />
    );
  return (
    <Frame {...frame}>
      <NoticeBar notice={noticeOf(arrival)} onDismiss={() => setArrival({})} />
      {place === undefined ? (
        <NoPage />
      ) : wanted !== undefined && isNamed ? (
        <NotAMember workspace={wanted} {...{ person, config }} />
      ) : (
        <NoWorkspace personal={personal} />
      )}
    </Frame>
  );
}

/** Milliseconds after which what the first page needs is loaded. */
const WHEN_USABLE = 2_000;

/** Without the page of the consent, which says what became of it. */
function noticeOf({ notice, outcome }: Arrival): Notice | undefined {
  return outcome === undefined || outcome.kind === 'connected' ? notice : outcome.notice;
}

/** The person again after each renewal: their workspaces can change. */
function usePerson(session: Session) {
  const [person, setPerson] = useState(session.person);
  useEffect(() => session.subscribe(() => setPerson(session.person)), [session]);
  return person;
}
