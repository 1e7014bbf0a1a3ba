/**
 * Loaded before a deployed bundle (`node --import`), whose bytes stay as they were uploaded. The names in
 * REHEARSAL_HOSTS resolve to a public address, so that the bundle's own egress checks pass on what they see, as in AWS;
 * what is dialled for that address then goes to the TLS server of this machine, as a router would send it. No other
 * name resolves, but `localhost` and what is below it (RFC 6761), where moto is.
 */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** Routable, and never dialled: the connection below goes elsewhere. */
const PUBLIC = { address: '93.184.215.14', family: 4 };
const LOOPBACK = { address: '127.0.0.1', family: 4 };
const hosts = new Set((process.env.REHEARSAL_HOSTS ?? '').split(' '));
const port = Number(process.env.REHEARSAL_PORT);
delete process.env.REHEARSAL_HOSTS;
delete process.env.REHEARSAL_PORT;

type Found = typeof PUBLIC;
type Callback = (error: Error | null, address: string | Found[], family?: number) => void;

function route(host: string): Found | undefined {
  if (hosts.has(host)) return PUBLIC;
  return host === 'localhost' || host.endsWith('.localhost') ? LOOPBACK : undefined;
}

function lookup(host: string, given: { all?: boolean } | Callback, last?: Callback): void {
  const [options, callback] = typeof given === 'function' ? [{}, given] : [given, last as Callback];
  const found = route(host);
  process.nextTick(() => {
    if (!found) {
      const error = Object.assign(new Error(`${host} is not of the rehearsal`), { code: 'ENOTFOUND' });
      callback(error, '');
    } else if (options.all) callback(null, [found]);
    else callback(null, found.address, found.family);
  });
}
dns.lookup = lookup as unknown as typeof dns.lookup;
syncBuiltinESMExports();

type Options = net.TcpNetConnectOpts & { lookup?: net.LookupFunction };
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function routed(this: net.Socket, ...args: unknown[]) {
  const given = Array.isArray(args[0]) ? args[0] : args;
  const options = given[0] as Options | undefined;
  if (!options?.host || !hosts.has(options.host)) return connect.apply(this, args as never);
  const check = options.lookup ?? (lookup as unknown as net.LookupFunction);
  // The bundle's own check is asked first, and its refusal stands.
  const routes: net.LookupFunction = (host, asked, callback) =>
    check(host, asked, (error, found, family) => {
      if (error) return callback(error, found, family);
      return asked.all ? callback(null, [LOOPBACK]) : callback(null, LOOPBACK.address, LOOPBACK.family);
    });
  const rest = given.slice(1);
  return connect.apply(this, [{ ...options, port, lookup: routes }, ...rest] as never);
} as typeof connect;
