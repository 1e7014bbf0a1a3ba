/** What a person reads who ends all that a workspace holds: a shared one is gone for good, and one's own begins anew. Pure. */

import type { Workspace } from '../../sign-in/person.ts';
import { isPersonal } from '../../sign-in/personal-workspace.ts';
import { countOf } from '../apps/apps-in-use.ts';

export interface DeletionWords {
  lead: string;
  /** Of the button that asks. */
  button: string;
  question: string;
  /** What the person types, so that nobody does it by a slip. */
  typed: string;
  /** What ends beside the connections, and what comes after. */
  points: string[];
  /** Of the button that does it. */
  confirm: string;
  /** Afterwards. */
  done: string;
  after: string[];
}

/** `ownServers`: how many MCP servers the workspace registered itself. */
export function deletionWords(workspace: Pick<Workspace, 'id'>, ownServers = 0): DeletionWords {
  return isPersonal(workspace) ? OF_PERSONAL : ofShared(workspace.id, ownServers);
}

const OF_PERSONAL: DeletionWords = {
  lead: 'Deleting everything ends every connection of your personal workspace. Nobody can undo it. You can begin anew.',
  button: 'Delete everything in Personal',
  question: 'Delete everything in Personal?',
  typed: 'Personal',
  points: [
    'The receipts, the activity and the records of calls stay until their time is over.',
    'No workspace of a team changes.',
    'You can connect accounts in Personal again at once.',
  ],
  confirm: 'Delete everything',
  done: 'Everything in Personal is deleted',
  after: ['You can connect accounts here again whenever you want.'],
};

function ofShared(id: string, ownServers: number): DeletionWords {
  const servers =
    ownServers === 0
      ? '.'
      : ownServers === 1
        ? ', and its MCP server.'
        : `, and its ${ownServers} MCP servers.`;
  return {
    lead: 'Deleting the workspace ends every connection of it, for good. Nobody can undo it.',
    button: 'Delete this workspace',
    question: `Delete the workspace ${id}?`,
    typed: id,
    points: [
      `The OAuth apps of the workspace are deleted with their secrets${servers}`,
      `The id ${id} can never be used again.`,
    ],
    confirm: 'Delete the workspace',
    done: `The workspace ${id} is deleted`,
    after: [
      `The id ${id} can never be used again: whoever asks for it is refused.`,
      'Your sign-in may still name it. Whoever runs the sign-in takes its members out of it there.',
    ],
  };
}

/** What becomes of the connections that are there. */
export function endWords(live: readonly unknown[]): string {
  if (live.length === 0) return 'No connection is there, so none ends.';
  return `${countOf(live)} ${live.length === 1 ? 'ends' : 'end'} at once: MCP servers lose the accounts, and the tokens are revoked and deleted.`;
}
