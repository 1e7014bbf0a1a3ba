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
  // The workspace of the link or the consent with which the page was opened, until the address names a workspace.
  const [first] = useState(
    () => intent.start?.workspace ?? intent.connect?.workspace ?? rememberedWorkspace(),
  );
  const wanted = place?.workspace ?? first;
  const isNamed = place?.workspace !== undefined || intent.connect?.workspace !== undefined;
  const personal = personalWorkspaceOf(person, config);
  const workspace = workspaceShown(person.workspaces, personal, { wanted, isNamed });
  useEffect(() => {
    // The personal workspace is not remembered: an address without a workspace must not open the personal one.
    if (workspace !== undefined && !isPersonal(workspace)) rememberWorkspace(workspace.id);
  }, [workspace?.id]);
  const [arrival, setArrival] = useArrival(client, intent, workspace?.id);
  useEffect(() => {
    // If the person opens one of the pages before, or the network fails, the page is loaded when the person opens it.
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

/** Milliseconds until the first page has loaded all that it needs. */
const WHEN_USABLE = 2_000;

/** The message to show where the page of the consent, which would show the outcome, does not open. */
function noticeOf({ notice, outcome }: Arrival): Notice | undefined {
  return outcome === undefined || outcome.kind === 'connected' ? notice : outcome.notice;
}

/** The signed-in person. Each renewal of the sign-in can change the workspaces of the person. */
function usePerson(session: Session) {
  const [person, setPerson] = useState(session.person);
  useEffect(() => session.subscribe(() => setPerson(session.person)), [session]);
  return person;
}
