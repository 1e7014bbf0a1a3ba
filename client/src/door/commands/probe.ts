import { asEndpoint } from '../config/read-servers.ts';
import { DoorError } from '../door-error.ts';
import { probeServer } from '../probe/probe-server.ts';
import { type DoorCommand, optionsOf } from './command.ts';

/** Says whether a server compares the headers of MCP with the body, and what to put into the door's configuration. */
export const PROBE: DoorCommand = {
  usage: '--server <url> [--header <name>]',
  description:
    'Sends headers and bodies that differ. The value of --header comes from CONNECTIONS_PROBE_CREDENTIAL. Exits 1 if the server does not compare them.',
  async run(args, { write, environment }) {
    const { server, header } = optionsOf(args, { required: ['server'], optional: ['header'] });
    const url = asEndpoint(server);
    if (!url) throw new DoorError('arguments_refused', '--server is no https URL (or http on this machine)');
    const value = environment.CONNECTIONS_PROBE_CREDENTIAL;
    if (header !== undefined && !value)
      throw new DoorError('arguments_refused', 'set CONNECTIONS_PROBE_CREDENTIAL');
    const credential = header === undefined ? {} : { [header]: value ?? '' };
    const { comparesHeaders, lines } = await probeServer(url, { credential, send: fetch });
    write(`${lines.join('\n')}\n"comparesHeaders": ${comparesHeaders}\n`);
    return comparesHeaders ? 0 : 1;
  },
};
