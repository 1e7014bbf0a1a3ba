import { Dialog } from '../../parts/dialog.tsx';

interface Props {
  /** The name of the server. */
  name: string;
  isBusy: boolean;
  /** Starts again, with the person's word. */
  onReplace: () => void;
  onClose: () => void;
}

/** Asked where the authorization server does not say whose account it is. */
export function ReplaceAccount({ name, isBusy, onReplace, onClose }: Props) {
  return (
    <Dialog title="Nobody can say whether this is the same account. Replace it?" onClose={onClose}>
      <p>
        <strong>{name}</strong> does not tell whose account a sign-in is for. If it is another account, MCP
        servers use that one from now on.
      </p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Keep the account
        </button>
        <button type="button" class="button primary" disabled={isBusy} onClick={onReplace}>
          {isBusy ? 'One moment…' : 'Replace it'}
        </button>
      </div>
    </Dialog>
  );
}
