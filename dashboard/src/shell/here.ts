/** The workspace that is open: its data, and what a page can do in it. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import type { Provider, StartRequest } from '../api/types.ts';
import type { WorkspaceApi } from '../api/workspace-api.ts';
import type { Outcome } from '../consent/outcome.ts';
import type { WorkspaceData } from '../data/workspace-data.ts';
import type { Notice } from '../parts/notice.ts';
import type { PageName } from '../router/route.ts';
import type { Person, Workspace } from '../sign-in/person.ts';

/** A page of the workspace that is open. */
export interface Target {
  page: PageName;
  id?: string;
  query?: URLSearchParams;
}

export interface Here {
  config: DashboardConfig;
  api: WorkspaceApi;
  data: WorkspaceData;
  workspace: Workspace;
  person: Person;
  isAdmin: boolean;
  /** Whether the workspace is the personal one, whose only member is the person. */
  isPersonal: boolean;
  /** Whether the person manages OAuth apps, servers and names, which a personal workspace does not have. */
  isManager: boolean;
  /** The address of a page of this workspace. */
  to(target: Target): string;
  /** Opens another page of the workspace, which shows `notice`. */
  go(target: Target, options?: { replace?: boolean; notice?: Notice | undefined }): void;
  /** Shows a message at the top of the page until the person dismisses the message or goes to another page. */
  notify(notice: Notice | undefined): void;
  /** Leaves the page for the provider. `returnTo` is the address to show when the consent is done. */
  startConsent(provider: Pick<Provider, 'name'>, request: StartRequest, returnTo?: string): Promise<void>;
  /** The outcome of a consent, where the page was opened to complete one. */
  outcome: Outcome | undefined;
  dismissOutcome(): void;
}

const HereContext = createContext<Here | undefined>(undefined);
export const HereProvider = HereContext.Provider;

/** Only for parts of a page of a workspace: throws elsewhere. */
export function useHere(): Here {
  const here = useContext(HereContext);
  if (here === undefined) throw new Error('there is no workspace around this part');
  return here;
}
