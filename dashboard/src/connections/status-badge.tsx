import type { Connection } from '../api/types.ts';
import { BadIcon, GoodIcon, IdleIcon, WarningIcon } from '../parts/icons.tsx';
import { STATUS_WORDS } from '../words/connection-words.ts';

const ICONS = { good: GoodIcon, warning: WarningIcon, bad: BadIcon, idle: IdleIcon };

export function StatusBadge({ status }: { status: Connection['status'] }) {
  const { label, tone } = STATUS_WORDS[status];
  const Icon = ICONS[tone];
  return (
    <span class={`badge ${tone}`}>
      <Icon />
      {label}
    </span>
  );
}
