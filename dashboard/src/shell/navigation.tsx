import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import {
  ActivityIcon,
  AppIcon,
  CallIcon,
  ClientIcon,
  ConnectionIcon,
  HomeIcon,
  ProviderIcon,
  ServerIcon,
  SettingsIcon,
} from '../parts/icons.tsx';
import { Side } from '../parts/side.tsx';
import { Link } from '../router/link.tsx';
import { goTo } from '../router/navigation.ts';
import { addressFor, type PageName } from '../router/route.ts';
import type { Person, Workspace } from '../sign-in/person.ts';
import { isPersonal, workspacesOf } from '../sign-in/personal-workspace.ts';
import { roleWords, titleOfWorkspace } from '../words/workspace-words.ts';
import { isSharedPage } from './not-in-personal.tsx';

interface Props {
  config: DashboardConfig;
  person: Person;
  workspace: Workspace | undefined;
  page: PageName | undefined;
  onSignOut: () => void;
}

interface Entry {
  page: PageName;
  text: string;
  icon: ComponentType;
  /** Further pages at which the entry is the current one. */
  with?: readonly PageName[];
}

const ENTRIES: readonly Entry[] = [
  { page: 'overview', text: 'Overview', icon: HomeIcon },
  { page: 'connections', text: 'Connections', icon: ConnectionIcon, with: ['connection'] },
  { page: 'providers', text: 'Providers', icon: ProviderIcon, with: ['provider', 'connect'] },
  { page: 'servers', text: 'MCP servers', icon: ServerIcon, with: ['server', 'add-server'] },
  { page: 'clients', text: 'Connect a client', icon: ClientIcon },
  { page: 'apps', text: 'OAuth apps', icon: AppIcon, with: ['app', 'add-provider'] },
  { page: 'calls', text: 'Calls', icon: CallIcon },
  { page: 'activity', text: 'Activity', icon: ActivityIcon },
  { page: 'settings', text: 'Settings', icon: SettingsIcon },
];

/** The pages of the workspace, and who is signed in. */
export function Navigation({ config, person, workspace, page, onSignOut }: Props) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [page]);
  return (
    <Side title="Connections" isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
      {workspace && <WorkspaceChoice {...{ config, person, workspace }} />}
      {workspace && (
        <nav aria-label="Pages">
          <ul class="nav">
            {entriesAt(workspace, config).map(({ page: target, text, icon: Icon, with: below = [] }) => (
              <li key={target}>
                <Link
                  to={addressFor({ page: target, workspace: workspace.id })}
                  aria-current={
                    target === page || (page !== undefined && below.includes(page)) ? 'page' : undefined
                  }
                >
                  <Icon />
                  {text}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <div class="side-foot">
        <p class="signed-in">
          <span class="person-name">{person.name}</span>
          {workspace && <span class="role">{roleWords(workspace)}</span>}
        </p>
        <button type="button" class="button quiet small" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </Side>
  );
}

/** The entries of pages that the workspace and the environment have. */
function entriesAt(workspace: Workspace, { mcpEndpoint }: DashboardConfig): Entry[] {
  const isOwn = isPersonal(workspace);
  return ENTRIES.filter(
    ({ page }) => !(isOwn && isSharedPage(page)) && (page !== 'clients' || mcpEndpoint !== undefined),
  );
}

function WorkspaceChoice({
  config,
  person,
  workspace,
}: Pick<Props, 'config' | 'person'> & { workspace: Workspace }) {
  return (
    <label class="workspace">
      <span>Workspace</span>
      <select
        value={workspace.id}
        onChange={(event) => goTo(addressFor({ page: 'overview', workspace: event.currentTarget.value }))}
      >
        {workspacesOf(person, config).map(({ id }) => (
          <option key={id} value={id}>
            {titleOfWorkspace({ id })}
          </option>
        ))}
      </select>
    </label>
  );
}
