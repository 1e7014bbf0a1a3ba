/**
 * Loaded before a bundle (`--import`): hosts of the bench have a public address, as the egress demands, and a connection to one of
 * them arrives at a port of this machine. Name look-up, the check of the address and TLS happen as in AWS.
 */
import dns from 'node:dns';
import net from 'node:net';

/** Ports of this machine by host. */
const PORTS: Readonly<Record<string, number>> = JSON.parse(process.env.BENCH_HOSTS ?? '{}');
/** The one of example.com until 2025: public, and never dialled here. */
const PUBLIC = { address: '93.184.215.14', family: 4 };

const { lookup } = dns;
const { connect } = net.Socket.prototype;

type Look = (host: string, options: { all?: boolean }, done: (...answer: unknown[]) => void) => void;

dns.lookup = ((host: string, options: { all?: boolean }, done: (...answer: unknown[]) => void) => {
  if (!Object.hasOwn(PORTS, host)) return (lookup as unknown as Look)(host, options, done);
  const answer = options.all ? [[PUBLIC]] : [PUBLIC.address, PUBLIC.family];
  process.nextTick(done, null, ...answer);
}) as unknown as typeof dns.lookup;

/** The socket asks its own look-up first, and is then led to this machine. */
net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
  const [first] = given.flat() as net.TcpSocketConnectOpts[];
  const port = PORTS[first?.host ?? ''];
  if (first && port !== undefined) {
    const ask = (first.lookup ?? dns.lookup) as unknown as Look;
    first.port = port;
    first.lookup = ((host: string, options: { all?: boolean }, done: (...answer: unknown[]) => void) =>
      ask(host, options, (error) =>
        done(error, ...(options.all ? [[LOOPBACK]] : ['127.0.0.1', 4])),
      )) as never;
  }
  return connect.apply(this, given as never);
} as never;

const LOOPBACK = { address: '127.0.0.1', family: 4 };
