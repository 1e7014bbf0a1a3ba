import { useState } from 'preact/hooks';
import type { ProblemText } from '../../api/api-problem.ts';
import type { Server } from '../../api/types.ts';
import { TextField } from '../../parts/fields.tsx';
import { withScheme } from '../../servers/form/body-of-form.ts';
import { SERVER_FORMS } from '../../servers/form/words.ts';
import { registeredUrl } from '../../servers/kind-of-server.ts';
import { fieldErrors } from '../../words/field-words.ts';
import { ShortForm } from './short-form.tsx';
import type { Save } from './use-save.ts';

interface Props {
  server: Server;
  onSave: Save;
  onCancel: () => void;
}

/** Where the workspace runs a server of the catalogue that has no address of its own. */
export function AddressEdit({ server, onSave, onCancel }: Props) {
  const [url, setUrl] = useState(registeredUrl(server) ?? '');
  const [problem, setProblem] = useState<ProblemText>();
  const error = fieldErrors(problem, SERVER_FORMS)['/url'];
  const save = async () => {
    if (url.trim() === '') return setProblem(REQUIRED);
    const account = server.connectionId === server.provider ? {} : { connectionId: server.connectionId };
    setProblem(await onSave({ url: withScheme(url), ...account }));
  };
  return (
    <ShortForm problem={error === undefined ? problem : undefined} onSave={save} onCancel={onCancel}>
      <TextField
        label="Address of the server"
        hint="You or somebody you trust runs it: it receives the token of each call."
        error={error}
        value={url}
        onChange={setUrl}
        input={{
          inputMode: 'url',
          autocapitalize: 'off',
          maxLength: 2000,
          placeholder: 'https://mcp.example.com/mcp',
        }}
      />
    </ShortForm>
  );
}

const REQUIRED: ProblemText = {
  title: 'There is no address',
  detail: 'Give the address of the server.',
  code: 'server_refused',
  more: { errors: [{ pointer: '/url', reason: 'malformed' }] },
};
