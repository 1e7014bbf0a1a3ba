import type { ProblemText } from '../../../api/api-problem.ts';
import { problemNotice } from '../../../parts/notice.ts';
import { NoticeBar } from '../../../parts/notice-bar.tsx';
import { Link } from '../../../router/link.tsx';
import { useHere } from '../../../shell/here.ts';
import { connectTarget } from './connect-target.ts';

/** What stood against the call, and where a person can help if that is a page of this dashboard. */
export function RefusalNotice({ problem }: { problem: ProblemText | undefined }) {
  const { to, workspace } = useHere();
  const target = connectTarget(problem?.more?.refusal?.connectUrl, {
    origin: location.origin,
    workspace: workspace.id,
  });
  return (
    <div class="refusal">
      <NoticeBar notice={problem && problemNotice(problem)} />
      {target && (
        <Link class="button small" to={to(target)}>
          Connect the account
        </Link>
      )}
    </div>
  );
}
