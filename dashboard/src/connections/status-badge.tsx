import type { Connection } from '../api/types.ts';
import { Badge } from '../parts/badge.tsx';
import { STATUS_WORDS } from '../words/connection-words.ts';

export function StatusBadge({ status }: { status: Connection['status'] }) {
  const { label, tone } = STATUS_WORDS[status];
  return <Badge {...{ label, tone }} />;
}
