import { BadIcon, CloseIcon, GoodIcon, InfoIcon } from './icons.tsx';
import type { Notice } from './notice.ts';

const ICONS = { good: GoodIcon, info: InfoIcon, bad: BadIcon };

interface Props {
  notice: Notice | undefined;
  onDismiss?: () => void;
  /** The text of the button. Without it, the button is a cross. */
  action?: string;
}

/** The region always exists, because screen readers announce only changes within an existing region. */
export function NoticeBar({ notice, onDismiss, action }: Props) {
  return (
    <div class="notices" role="status" aria-live="polite">
      {notice && <NoticeContent notice={notice} onDismiss={onDismiss} action={action} />}
    </div>
  );
}

function NoticeContent({ notice, onDismiss, action }: Required<Pick<Props, 'notice'>> & Props) {
  if (notice === undefined) return null;
  const Icon = ICONS[notice.tone];
  return (
    <div class={`notice ${notice.tone}`}>
      <Icon />
      <div class="notice-text">
        <strong>{notice.title}</strong>
        {notice.text && <p>{notice.text}</p>}
        {notice.correlationId && (
          <p class="reference">
            Reference <code>{notice.correlationId}</code>
          </p>
        )}
      </div>
      {onDismiss && action && (
        <button type="button" class="button small" onClick={onDismiss}>
          {action}
        </button>
      )}
      {onDismiss && !action && (
        <button type="button" class="icon-button" aria-label="Dismiss message" onClick={onDismiss}>
          <CloseIcon />
        </button>
      )}
    </div>
  );
}
