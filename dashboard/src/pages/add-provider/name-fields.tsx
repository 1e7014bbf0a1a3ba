import { useEffect, useMemo, useState } from 'preact/hooks';
import { Resource, useResource } from '../../data/resource.ts';
import { TextField } from '../../parts/fields.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { errorAt } from '../../words/field-words.ts';
import { RedirectUri } from '../app/redirect-uri.tsx';
import type { DraftProps } from './draft-fields.ts';
import { idNameFor, providerIdOf } from './provider-id.ts';

interface Props extends DraftProps {
  /** What follows `custom~`. */
  idName: string;
  onIdName: (idName: string) => void;
}

/** Milliseconds after the last letter of an id, before its redirect URI is asked for. */
const AFTER = 400;

/** Name and id, and the redirect URI that follows from the id: it is registered at the provider first. */
export function NewName({ idName, onIdName, ...fields }: Props) {
  const [isOwnId, setOwnId] = useState(false);
  const id = providerIdOf(idName);
  const { redirectUri, isTaken } = useIdAnswer(id);
  const { onChange } = fields;
  return (
    <>
      <NameFields
        {...fields}
        onChange={(change) => {
          onChange(change);
          if (!isOwnId && change.name !== undefined) onIdName(idNameFor(change.name));
        }}
      />
      <TextField
        label="Id"
        hint={`Small letters, digits and hyphens. Calls name the provider by ${id ?? 'custom~…'}, which cannot be changed later.`}
        error={isTaken || (idName !== '' && id === undefined) ? idFault(isTaken) : undefined}
        value={idName}
        onChange={(next) => {
          setOwnId(next !== '');
          onIdName(next.trim().toLowerCase());
        }}
        input={{ required: true, maxLength: 32, pattern: '[a-z][a-z0-9\\-]*', autocapitalize: 'off' }}
      />
      {isTaken && id !== undefined && <Taken id={id} />}
      <RedirectUri uri={redirectUri} />
    </>
  );
}

export function NameFields({ draft, onChange, errors }: DraftProps) {
  return (
    <TextField
      label="Name"
      hint="As people know the provider."
      error={errorAt(errors, '/custom/name')}
      value={draft.name}
      onChange={(name) => onChange({ name })}
      input={{ required: true, maxLength: 80 }}
    />
  );
}

function idFault(isTaken: boolean): string {
  return isTaken ? 'This workspace has a provider with this id.' : 'An id begins with a small letter.';
}

function Taken({ id }: { id: string }) {
  const { to } = useHere();
  return (
    <p class="small-text">
      Choose another id, or <Link to={to({ page: 'app', id })}>change the provider that has it</Link>.
    </p>
  );
}

/** What the API says of the id: its redirect URI, and whether a provider has it. */
function useIdAnswer(id: string | undefined): { redirectUri?: string; isTaken: boolean } {
  const { api } = useHere();
  const [settled, setSettled] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(id), AFTER);
    return () => clearTimeout(timer);
  }, [id]);
  const answer = useMemo(
    () => new Resource(async () => (settled === undefined ? undefined : api.apps.get(settled))),
    [api, settled],
  );
  const { value } = useResource(answer);
  if (value === undefined || settled !== id) return { isTaken: false };
  return { redirectUri: value.redirectUri, isTaken: value.app !== undefined };
}
