import { useState } from 'preact/hooks';
import { wishFocus } from '../../parts/focus-wish.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { WorkspaceName } from '../../parts/workspace-name.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { ApiPanel } from './api-panel.tsx';
import { AppPolicyPanel } from './app-policy-panel.tsx';
import { DeletePanel } from './delete-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { type Ended, WorkspaceDeleted } from './workspace-deleted.tsx';
import { WorkspacePanel } from './workspace-panel.tsx';

export default function SettingsPage(_: PageProps) {
  const { isAdmin, isPersonal } = useHere();
  const [ended, setEnded] = useState<Ended>();
  const deleted = (next: Ended) => {
    // The dialog that had the focus is gone.
    wishFocus();
    setEnded(next);
    scrollTo(0, 0);
  };
  if (ended !== undefined) return <WorkspaceDeleted {...ended} />;
  return (
    <>
      <PageHead
        title="Settings"
        lead={
          isPersonal ? (
            <>
              What holds for <WorkspaceName />.
            </>
          ) : (
            <>
              What holds for the whole workspace <WorkspaceName />.
            </>
          )
        }
      />
      <div class="stack settings">
        <WorkspacePanel />
        {!isPersonal && <AppPolicyPanel />}
        {!isPersonal && <PeoplePanel />}
        <ApiPanel />
        {isAdmin && <DeletePanel onDeleted={deleted} />}
      </div>
    </>
  );
}
