import type { Receipt } from '../api/types.ts';
import { useNow } from '../parts/use-now.ts';
import { receiptWords } from '../words/receipt-words.ts';
import { relativeTime } from '../words/relative-time.ts';

export function ReceiptText({ receipt, provider }: { receipt: Receipt; provider: string }) {
  const now = useNow();
  const words = receiptWords(receipt, provider, (at) => relativeTime(at, now));
  return (
    <ul class="receipt">
      <li>MCP servers lost access at once.</li>
      <li>
        {words.revocation}
        {words.byHandAt && (
          <>
            {' '}
            <a href={words.byHandAt} target="_blank" rel="noreferrer">
              Open {provider}
            </a>
          </>
        )}
      </li>
      <li>{words.deletion}</li>
    </ul>
  );
}
