import { useMemo } from 'preact/hooks';
import { Resource, useResource } from '../../data/resource.ts';
import { Shown } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { CallDetails } from './call-details.tsx';
import { CallSentence } from './call-row.tsx';

interface Props {
  operationId: string;
  titleOf: (connection: string) => string;
  onClose: () => void;
}

/** The call that a link names, whether or not it is in the list below. */
export function LinkedCall({ operationId, titleOf, onClose }: Props) {
  const { api } = useHere();
  const call = useMemo(() => new Resource(() => api.records.call(operationId)), [api, operationId]);
  const { value, problem } = useResource(call);
  // A member reads the same of a call of others, and of one that never was.
  const isUnknown = problem?.code === 'not_found' || problem?.code === 'invalid_request';
  return (
    <Panel
      title="The call of the link"
      class="linked-call"
      isBusy={value === undefined && problem === undefined}
      actions={
        <button type="button" class="button small" onClick={onClose}>
          Close
        </button>
      }
    >
      {isUnknown ? (
        <p class="soft">
          There is no record of this call that you may see. Records are kept for 90 days; members see their
          own calls, admins those of everybody.
        </p>
      ) : (
        <Shown
          loaded={{ ...(value && { value }), ...(problem && { problem }) }}
          onTryAgain={() => void call.reload()}
          rows={2}
        >
          {(found) => (
            <>
              <CallSentence call={found} titleOf={titleOf} />
              <CallDetails call={found} />
            </>
          )}
        </Shown>
      )}
    </Panel>
  );
}
