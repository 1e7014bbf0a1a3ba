import { GoodIcon } from '../../parts/icons.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import type { Step } from './use-steps.ts';

/** Three steps for somebody who is new: shown until each was done once. */
export function FirstSteps({ steps }: { steps: Step[] }) {
  if (steps.every(({ isDone }) => isDone)) return null;
  const next = steps.findIndex(({ isDone }) => !isDone);
  return (
    <Panel
      title="First steps"
      lead="Three steps show what this service does. None of them changes anything in your account at a provider."
    >
      <ol class="steps">
        {steps.map(({ title, text, isDone, to, action }, index) => (
          <li
            key={title}
            class={isDone ? 'step done' : 'step'}
            aria-current={index === next ? 'step' : undefined}
          >
            <span class="step-number" aria-hidden="true">
              {isDone ? <GoodIcon /> : index + 1}
            </span>
            <div>
              <h3>
                {title}
                {isDone && <span class="visually-hidden"> (done)</span>}
              </h3>
              <p class="soft">{text}</p>
            </div>
            {index === next && (
              <Link class="button primary" to={to}>
                {action}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
