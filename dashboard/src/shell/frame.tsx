import type { ComponentChildren } from 'preact';
import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import type { PageName } from '../router/route.ts';
import type { Person, Workspace } from '../sign-in/person.ts';
import type { Session } from '../sign-in/session.ts';
import { Navigation } from './navigation.tsx';
import { SessionBar } from './session-bar.tsx';

interface Props {
  config: DashboardConfig;
  person: Person;
  session: Session;
  workspace: Workspace | undefined;
  page: PageName | undefined;
  onSignOut: () => void;
  children: ComponentChildren;
}

/** The navigation, and the page beside it. */
export function Frame({ config, person, session, workspace, page, onSignOut, children }: Props) {
  return (
    <div class="frame">
      <button type="button" class="skip" onClick={toContent}>
        Skip to the content
      </button>
      <Navigation {...{ config, person, workspace, page, onSignOut }} />
      <main class="content" id="content" tabIndex={-1}>
        <SessionBar session={session} />
        {children}
      </main>
    </div>
  );
}

/** Not a link to a fragment: the page reads fragments as a provider's answer. */
function toContent(): void {
  document.getElementById('content')?.focus();
}
