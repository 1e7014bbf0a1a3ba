import type { Provider } from '../../api/types.ts';
import { Panel } from '../../parts/panel.tsx';
import { VariableFields } from './variable-fields.tsx';

interface Props {
  provider: Provider;
  values: Readonly<Record<string, string>>;
  isTried: boolean;
  onChange: (values: Record<string, string>) => void;
}

/** Where the account is, for a provider whose customers have hosts or regions of their own. */
export function VariableSection({ provider, values, isTried, onChange }: Props) {
  if (!provider.variables.some(({ of }) => of === 'connection')) return null;
  return (
    <Panel title={`Where your ${provider.name} is`}>
      <div class="form">
        <VariableFields of="connection" {...{ provider, values, isTried, onChange }} />
      </div>
    </Panel>
  );
}
