import type { ListedApp } from '../../api/apps.ts';
import type { Connection } from '../../api/types.ts';
import { WarningIcon } from '../../parts/icons.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { countOf, isRefused, usersOf } from './apps-in-use.ts';
import { SecretSet } from './secret-set.tsx';

interface Props {
  app: ListedApp;
  name: string;
  connections: Connection[];
}

/** One line: whose client, how old its secret is, who uses it, and the button if its provider refuses it. */
export function AppRow({ app, name, connections }: Props) {
  const { to } = useHere();
  const { provider, clientId } = app;
  const users = usersOf(provider, connections);
  const refused = users.filter(isRefused);
  return (
    <li class="row">
      <ProviderMark id={provider} name={name} size="small" />
      <div class="row-text">
        <p class="row-title">
          <Link to={to({ page: 'app', id: provider })}>{name}</Link> <span class="soft">{kindOf(app)}</span>
        </p>
        <p class="small-text">
          <code>{clientId}</code>
        </p>
        <p class="small-text">
          <SecretSet app={app} /> · used by {countOf(users)}
        </p>
        {refused.length > 0 && (
          <p class="small-text attention-text">
            The provider refuses it. {capital(countOf(refused))} cannot refresh.
          </p>
        )}
      </div>
      <div class="row-end">
        {refused.length > 0 && (
          <>
            <span class="badge warning">
              <WarningIcon />
              Refused
            </span>
            <Link
              class="button small primary"
              aria-label={`Correct the app for ${name}`}
              to={to({ page: 'app', id: provider })}
            >
              Correct
            </Link>
          </>
        )}
      </div>
    </li>
  );
}

function kindOf({ provider }: ListedApp): string {
  if (provider.startsWith('custom~')) return 'provider of your own';
  return provider.startsWith('remote~') ? 'remote MCP server' : '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
