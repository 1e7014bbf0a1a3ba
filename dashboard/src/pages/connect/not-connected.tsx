import type { NotConnected as Failed } from '../../consent/outcome.ts';
import { returnAddress } from '../../consent/return-address.ts';
import { BadIcon } from '../../parts/icons.tsx';
import { useHere } from '../../shell/here.ts';
import { hostIn } from '../../words/plain-text.ts';
import type { Leave } from './use-start.ts';

interface Props {
  outcome: Failed;
  leave: Leave;
  onDismiss: () => void;
}

/** After a consent that made no connection: why, what to do, and the way back to where the person came from. */
export function NotConnected({ outcome, leave, onDismiss }: Props) {
  const { config } = useHere();
  const { notice, request, returnTo, kind } = outcome;
  const back = returnAddress(returnTo === undefined ? undefined : { return: returnTo }, config);
  const isUnknown = kind === 'account-unknown';
  return (
    <section class="callout bad outcome" role="alert">
      <BadIcon />
      <div>
        <h2>{notice.title}</h2>
        <p>{notice.text}</p>
        {notice.correlationId && (
          <p class="small-text">
            Reference <code>{notice.correlationId}</code>
          </p>
        )}
        <div class="actions">
          <button
            type="button"
            class="button"
            aria-disabled={leave.isBusy}
            onClick={() => (isUnknown ? leave.ask(request) : void leave.start(request))}
          >
            {isUnknown ? 'Replace the account' : 'Try again'}
          </button>
          {back !== undefined && (
            <a class="button" href={back}>
              Go back to {hostIn(back)}
            </a>
          )}
          <button type="button" class="button quiet" onClick={onDismiss}>
            Dismiss
          </button>
        </div>
      </div>
    </section>
  );
}
