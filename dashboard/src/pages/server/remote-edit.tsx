import { useState } from 'preact/hooks';
import type { ProblemText } from '../../api/api-problem.ts';
import type { Server } from '../../api/types.ts';
import { TextField } from '../../parts/fields.tsx';
import { toolsIn, withScheme } from '../../servers/form/body-of-form.ts';
import { ToolField } from '../../servers/form/tool-field.tsx';
import { SERVER_FORMS } from '../../servers/form/words.ts';
import { errorAt, fieldErrors } from '../../words/field-words.ts';
import { ShortForm } from './short-form.tsx';
import type { Save } from './use-save.ts';

interface Props {
  server: Server;
  onSave: Save;
  onCancel: () => void;
}

/** Discovery says everything else of a remote server, and is done again when this is saved. */
export function RemoteEdit({ server, onSave, onCancel }: Props) {
  const [name, setName] = useState(server.name);
  const [url, setUrl] = useState(server.url ?? '');
  const [tools, setTools] = useState((server.tools ?? []).join('\n'));
  const [problem, setProblem] = useState<ProblemText>();
  const errors = fieldErrors(problem, SERVER_FORMS);
  const save = async () => {
    const { connectionId, provider } = server;
    const named = toolsIn(tools);
    setProblem(
      await onSave({
        url: withScheme(url),
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(named.length > 0 && { tools: named }),
        ...(connectionId !== provider && { connectionId }),
      }),
    );
  };
  return (
    <ShortForm problem={problem} onSave={save} onCancel={onCancel}>
      <TextField
        label="Name"
        error={errors['/name']}
        value={name}
        onChange={setName}
        input={{ maxLength: 80 }}
      />
      <TextField
        label="Address of the server"
        hint="At another address, or with another authorization server, it is another registration: the accounts of this one are disconnected first."
        error={errors['/url']}
        value={url}
        onChange={setUrl}
        input={{ inputMode: 'url', autocapitalize: 'off', maxLength: 2000 }}
      />
      <ToolField value={tools} error={errorAt(errors, '/tools')} onChange={setTools} />
    </ShortForm>
  );
}
