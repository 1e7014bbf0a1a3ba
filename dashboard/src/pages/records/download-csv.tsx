import { useState } from 'preact/hooks';
import { problemText } from '../../api/api-problem.ts';
import { type Notice, problemNotice } from '../../parts/notice.ts';
import { saveFile } from '../../parts/save-file.ts';
import { useHere } from '../../shell/here.ts';

interface Props {
  /** Of the file: `<name>-<workspace>.csv`. */
  name: string;
  ask: () => Promise<{ file: Blob; isWhole: boolean }>;
  isDisabled?: boolean;
}

/** Saves everything that the filters leave, also what is not on the page. */
export function DownloadCsv({ name, ask, isDisabled = false }: Props) {
  const { workspace, notify } = useHere();
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const { file, isWhole } = await ask();
      saveFile(file, `${name}-${workspace.id}.csv`);
      notify(isWhole ? undefined : CUT);
    } catch (error) {
      notify(problemNotice(problemText(error)));
    }
    setBusy(false);
  };
  return (
    <button
      type="button"
      class="button"
      disabled={isDisabled || isBusy}
      aria-busy={isBusy}
      onClick={() => void download()}
    >
      Download CSV
    </button>
  );
}

const CUT: Notice = {
  tone: 'info',
  title: 'The file has the newest entries only.',
  text: 'There are too many for one file. Choose fewer days to get the rest.',
};
