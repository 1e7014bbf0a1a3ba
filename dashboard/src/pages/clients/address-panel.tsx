import type { ClientAddress } from '../../../../src/contract/dashboard/dashboard-config.ts';
import { clientAddress } from '../../clients/client-address.ts';
import { CopyButton } from '../../parts/copy.tsx';
import { Panel } from '../../parts/panel.tsx';
import { WorkspaceName } from '../../parts/workspace-name.tsx';
import { useHere } from '../../shell/here.ts';

/** The one address of the workspace. */
export function AddressPanel({ at }: { at: ClientAddress }) {
  const { workspace, isPersonal } = useHere();
  const address = clientAddress(at.address, workspace.id);
  return (
    <Panel
      title="The address"
      lead={
        isPersonal ? (
          'It leads whoever signs in to their own accounts, and is no secret: it does nothing before the client has signed you in.'
        ) : (
          <>
            It is the same for everybody of <WorkspaceName />, and no secret: it does nothing before the
            client has signed somebody in.
          </>
        )
      }
      class="client-address"
    >
      <div class="example">
        <pre>
          <code>{address}</code>
        </pre>
        <CopyButton text={address} what="the address" label="Copy the address" />
      </div>
    </Panel>
  );
}
