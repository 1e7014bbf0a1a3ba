import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { workspaceApi } from '../api/workspace-api.ts';
import { leaveForConsent } from '../consent/connect.ts';
import { readLinkTo, type Start } from '../consent/intent.ts';
import type { Arrival } from '../consent/use-arrival.ts';
import { workspaceData } from '../data/workspace-data.ts';
import { wishFocus } from '../parts/focus-wish.ts';
import type { Notice } from '../parts/notice.ts';
import { NoticeBar } from '../parts/notice-bar.tsx';
import { goTo } from '../router/navigation.ts';
import { addressFor, type Place } from '../router/route.ts';
import type { Person, Workspace } from '../sign-in/person.ts';
import { isPersonal } from '../sign-in/personal-workspace.ts';
import { Frame } from './frame.tsx';
import { type Here, HereProvider } from './here.ts';
import { isSharedPage, NotInPersonal } from './not-in-personal.tsx';
import { PageAt } from './page-at.tsx';
import type { ShellProps } from './shell-props.ts';
import { useFreshData } from './use-fresh-data.ts';
import { useOwnName } from './use-own-name.ts';

interface Props extends ShellProps {
  person: Person;
  workspace: Workspace;
  place: Place;
  /** What the page was opened for. */
  arrival: Arrival;
  onArrival: (next: Arrival) => void;
}

/** The pages of one workspace. Another workspace has another one, so that nothing of one is shown in the other. */
export function WorkspaceFrame(props: Props) {
  const { config, client, session, person, workspace, place, arrival, onArrival, renewBefore, onSignOut } =
    props;
  const { outcome, notice } = isOf(arrival, workspace) ? arrival : {};
  const setNotice = (next: Notice | undefined) =>
    onArrival({ workspace: workspace.id, ...(outcome && { outcome }), ...(next && { notice: next }) });
  const api = useMemo(() => workspaceApi(client, workspace.id), [client, workspace.id]);
  const isOwn = isPersonal(workspace);
  const data = useMemo(() => workspaceData(api, { hasPeople: !isOwn }), [api]);
  useFreshData(data);
  // A personal workspace keeps no names: nobody else reads them.
  useOwnName(api, data, isOwn ? {} : person);

  // What the page says that opens next.
  const brought = useRef<Notice | undefined>(undefined);
  const to: Here['to'] = (target) => addressFor({ ...target, workspace: workspace.id });
  const here: Here = {
    ...{ config, api, data, workspace, person, to, outcome },
    isAdmin: workspace.role === 'admin',
    isPersonal: isOwn,
    isManager: workspace.role === 'admin' && !isOwn,
    go: (target, { notice: next, ...options } = {}) => {
      brought.current = next;
      goTo(to(target), options);
    },
    notify: setNotice,
    dismissOutcome: () => onArrival({}),
    startConsent: async ({ name }, request, returnTo) => {
      const start: Start = {
        ...{ workspace: workspace.id, provider: name, request },
        ...(returnTo === undefined ? {} : { returnTo }),
        ...linkAt(place),
      };
      if (!(await renewBefore(start))) await leaveForConsent(api.connections, start);
    },
  };
  usePageChange(place, () => {
    const next = brought.current;
    brought.current = undefined;
    onArrival(next === undefined ? {} : { workspace: workspace.id, notice: next });
  });

  return (
    <HereProvider value={here}>
      <Frame {...{ config, person, session, workspace, onSignOut }} page={place.page}>
        <NoticeBar notice={notice} onDismiss={() => setNotice(undefined)} />
        {isOwn && isSharedPage(place.page) ? <NotInPersonal page={place.page} /> : <PageAt place={place} />}
      </Frame>
    </HereProvider>
  );
}

/** What a request of another workspace says, also late, is not of this one. */
function isOf(arrival: Arrival, { id }: Workspace): boolean {
  return arrival.workspace === undefined || arrival.workspace === id;
}

/** The link for which the page of a consent is open. */
function linkAt({ page, id = '', query }: Place): Pick<Start, 'link'> {
  const link = page === 'connect' ? readLinkTo(id, query) : undefined;
  return link === undefined ? {} : { link };
}

/** A message is for the page that showed it; a new page begins at its top, and its heading takes the focus. */
function usePageChange({ page, id }: Place, onChange: () => void): void {
  const [shown, setShown] = useState({ page, id });
  const isOther = shown.page !== page || shown.id !== id;
  // Before the new page renders, so that its heading knows.
  if (isOther) {
    wishFocus();
    setShown({ page, id });
  }
  // By the time of the effect, what was rendered is shown, so that `shown` says nothing of a change.
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    onChange();
    scrollTo(0, 0);
  }, [page, id]);
}
