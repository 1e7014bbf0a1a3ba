/** Fences of the edges: cursors, and what happened. */
import type { Fence } from './fence.ts';

const CURSORS = 'test/http/cursors.test.ts';
const RECORDED_SERVERS = 'test/http/recorded-servers.test.ts';
const RECORDED_DELETIONS = 'test/http/recorded-deletions.test.ts';
const REFUSALS = 'test/http/refusals.test.ts';
const CALLS = 'test/journeys/inject-record.test.ts';

export const EDGE_FENCES: readonly Fence[] = [
  {
    what: 'a cursor is bound to its workspace',
    file: 'src/http/cursors.ts',
    fence: '[route, workspaceId, canonicalJson(filter)]',
    without: '[route, canonicalJson(filter)]',
    test: CURSORS,
    name: 'lead nowhere in another workspace',
  },
  {
    what: 'a cursor is bound to its route and its filter',
    file: 'src/http/cursors.ts',
    fence: 'const bound = [route, workspaceId, canonicalJson(filter)];',
    without: 'const bound = [workspaceId];',
    test: CURSORS,
    name: 'made for another route or another filter',
  },
  {
    what: 'a cursor is authenticated',
    file: 'src/vault/mac-text.ts',
    fence: 'return isMacOf(mac, await keyOf(epoch), parts(bytesOf(epoch), content)) ? content : undefined;',
    without: 'return mac.length === 0 ? undefined : content;',
    test: CURSORS,
    name: 'any character changed, removed or added',
  },
  {
    what: 'a cursor has one text',
    file: 'src/vault/mac-text.ts',
    fence: " || bytes.toString('base64url') !== text",
    without: '',
    test: CURSORS,
    name: 'have one text',
  },
  {
    what: 'a cursor lapses',
    file: 'src/http/cursors.ts',
    fence: 'Math.abs(epochOf(ports.clock.now()) - epoch) <= 1',
    without: 'epoch >= 0',
    test: CURSORS,
    name: 'until the end of the next day',
  },
  {
    what: 'a change of a server or an app is recorded before it is made',
    file: 'src/broker/activity/recorded-change.ts',
    fence: '  await writeEntry(ports, key, entryOf(registration, at));\n',
    without: '  void change().then(() => writeEntry(ports, key, entryOf(registration, at)));\n',
    test: RECORDED_SERVERS,
    name: 'a process that dies in between has said too much',
  },
  {
    what: 'a server changes only from what its record says was there',
    file: 'src/broker/servers/put-mcp-server.ts',
    fence: '{ uid: before ? { is: before.uid } : { absent: true as const } }',
    without: '{}',
    test: RECORDED_SERVERS,
    name: 'if somebody else was faster',
  },
  {
    what: 'a deleted workspace tells of its servers',
    file: 'src/broker/disconnect/delete-workspace.ts',
    fence: 'return recordedChange(ports, { ...what, ...before }, () =>',
    without: 'return ((_: unknown, change: () => Promise<unknown>) => change())({ what, before }, () =>',
    test: RECORDED_DELETIONS,
    name: 'tells of each server and each app',
  },
  {
    what: 'log and events have no paths',
    file: 'src/broker/activity/addresses.ts',
    fence: ".replace(/\\/.*$/s, '')",
    without: '',
    test: RECORDED_SERVERS,
    name: 'by its hosts alone',
  },
  {
    what: 'a member has a share of recorded refusals',
    file: 'src/broker/activity/record-refusal.ts',
    fence: '    if (!(await takeOne(ports, ofPerson, DAILY.person)).isTaken) return;\n',
    without: '',
    test: REFUSALS,
    name: 'nobody pushes out yesterday',
  },
  {
    what: 'a workspace has a share of recorded refusals',
    file: 'src/broker/activity/record-refusal.ts',
    fence:
      "    if (!(await takeOne(ports, ['refusals of a workspace', workspaceId], DAILY.workspace)).isTaken) return;\n",
    without: '',
    test: REFUSALS,
    name: 'ends for all members of a workspace together',
  },
  {
    what: 'a member sees no refusals of others',
    file: 'src/http/visible-activity.ts',
    fence: "  if (entry.type === 'refused') return isBy(caller, entry) ? [entry] : [];\n",
    without: '',
    test: REFUSALS,
    name: 'shows refusals to admins',
  },
  {
    what: 'a member does not see what an own app leads to',
    file: 'src/http/visible-activity.ts',
    fence: '  if (!OF_APPS.includes(entry.type)) return [entry];\n',
    without: '  if (OF_APPS.length > 0) return [entry];\n',
    test: REFUSALS,
    name: 'shows what an own OAuth app is to admins',
  },
  {
    what: 'a foreign caller leaves no record of a call',
    file: 'src/broker/inject/record-refused.ts',
    fence: '  if (!entered || ONLY_COUNTED.includes(reason)) return;\n',
    without: "  if (reason === 'invalid_request' && ONLY_COUNTED.includes(reason)) return;\n",
    test: CALLS,
    name: 'leaves a log line and no record',
  },
  {
    what: 'a refused call of a member is recorded',
    file: 'src/broker/inject/inject.ts',
    fence: '    await recordRefused(ports, request, asked);\n',
    without: '',
    test: CALLS,
    name: 'of a member is recorded with who asked',
  },
  {
    what: 'a call’s record holds hosts, and no caller’s text',
    file: 'src/broker/inject/recorded-hosts.ts',
    fence: 'return isHost(host) ? [host] : [];',
    without: 'return [host];',
    test: CALLS,
    name: 'records no text that is no host',
  },
];
