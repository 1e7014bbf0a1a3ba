import type { Person, Workspace } from '../person.ts';
import { Logo } from './icons.tsx';

interface Props {
  person: Person;
  workspace: Workspace | undefined;
  onChoose: (id: string) => void;
  onSignOut: () => void;
}

export function PageHeader({ person, workspace, onChoose, onSignOut }: Props) {
  return (
    <header class="page-header">
      <div class="bar">
        <span class="brand">
          <Logo />
          <span>Connections</span>
        </span>
        {workspace && (
          <label class="workspace">
            <span class="visually-hidden">Workspace</span>
            <select value={workspace.id} onChange={(event) => onChoose(event.currentTarget.value)}>
              {person.workspaces.map(({ id }) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          </label>
        )}
        <span class="person">
          <span class="person-name">{person.name}</span>
          {workspace && <span class="role">{workspace.role}</span>}
        </span>
        <button type="button" class="button quiet" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </header>
  );
}
