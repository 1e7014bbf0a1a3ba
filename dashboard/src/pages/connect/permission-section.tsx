import type { Server } from '../../api/types.ts';
import type { Draft } from '../../consent/draft.ts';
import type { Wish } from '../../consent/wish.ts';
import { Panel } from '../../parts/panel.tsx';
import { plainText } from '../../words/plain-text.ts';
import { ProductChoice } from './product-choice.tsx';
import { WantedScopes } from './wanted-scopes.tsx';

interface Props {
  /** What the link asks for. */
  asked: Wish;
  /** The same, for the account that is chosen. */
  wish: Wish;
  draft: Draft;
  servers: Server[];
  remote: Server | undefined;
  fault: string | undefined;
  onChange: (change: Partial<Draft>) => void;
}

/** Products with what each may do, and what a server or a link asks for beside them. */
export function PermissionSection({ asked, wish, draft, servers, remote, fault, onChange }: Props) {
  const { provider, server, needed, connection } = wish;
  const isAsked = needed.length > 0 || wish.asked.length > 0;
  const isOffered = remote === undefined && provider.apps.length > 0;
  if (!isAsked && !isOffered) return null;
  return (
    <Panel
      title="What it may do"
      lead={
        connection === undefined
          ? `${provider.name} shows you this once more before you say yes.`
          : 'What was granted before stays granted. Nothing has to be ticked for it.'
      }
    >
      <div class="stack">
        {server && needed.length > 0 && (
          <p>
            <strong>{plainText(server.name, 80)}</strong> cannot be called without what it needs.
          </p>
        )}
        {isAsked && (
          <WantedScopes
            {...{ wish, draft }}
            challenge={wish.connection?.id === asked.challenge?.connection ? asked.challenge : undefined}
            onChoose={(wanted) => onChange({ wanted })}
          />
        )}
        {isOffered && (
          <ProductChoice
            {...{ provider, servers, fault }}
            elsewhere={new Set([...needed, ...wish.asked.map(({ scope }) => scope)])}
            choice={draft.choice}
            onChoose={(choice) => onChange({ choice })}
          />
        )}
      </div>
    </Panel>
  );
}
