/** Caddy 2.6 and later: a site for the Caddyfile. It serves POST alone, sends no body along, and replaces the secret itself. Pure. */
import { type Plan, removedAfterAsking, removedBeforeAsking, SECRET_VARIABLE, upstreamOf } from './plan.ts';

export function caddyConfiguration(plan: Plan): string {
  const { registration, listen, path } = plan;
  const { tls, name, port } = upstreamOf(plan);
  // An address of a site would only be compared with Host; Caddy would listen everywhere.
  const [, listenHost, listenPort] = /^(.*):(\d+)$/.exec(listen) ?? [];
  return `# MCP server ${registration.id}. Do not log request headers (log_credentials, or a log of all headers).
http://:${listenPort} {
	bind ${listenHost}
	@mcp {
		path ${path}
		not header Upgrade *
	}
	# A body of unknown length could end with trailers, which Caddy passes on, and only a POST must tell its length.
	@call {
		method POST
		header Content-Length *
	}
	route @mcp {
${lines(removedBeforeAsking(plan), (each) => `\t\trequest_header -${each}`)}
		request_header -*_*
		route @call {
${ask(plan, 3)}
		}
		@asked {
			vars connections_asked yes
${lines(registration.headers, (each) => `\t\t\theader_regexp ${each} ^[\\x20-\\x7e]+$`)}
		}
		route @asked {
${lines(removedAfterAsking(plan), (each) => `\t\t\trequest_header -${each}`)}
			rewrite * ${registration.url.pathname}?
			reverse_proxy ${tls ? 'https' : 'http'}://${name}:${port} {
				header_up Host ${registration.url.host}
				flush_interval -1
				transport http {
					versions 1.1 2${tls ? `\n\t\t\t\t\ttls_trusted_ca_certs ${plan.ca}\n\t\t\t\t\ttls_server_name ${name}` : ''}
				}
			}
		}
		respond 405
	}
	respond 404
}
`;
}

/** The question to the door. Only an answer of this version with all headers goes on; another 200 may hold a token. */
function ask({ registration: { id, headers }, door }: Plan, depth: number): string {
  return indented(
    `reverse_proxy ${door} {
	method GET
	rewrite /authorize/${id}
	header_up Host ${door}
	header_up X-Connections-Door {$${SECRET_VARIABLE}}
	header_up X-Forwarded-Method {http.request.orig_method}
	header_up -Origin
	header_up -Sec-*
	header_up -Content-*
	transport http {
		dial_timeout 2s
		response_header_timeout 20s
	}
	@injected {
		status 200
		header X-Connections-Answer 1
${lines(headers, (each) => `\t\theader ${each} *`)}
	}
	handle_response @injected {
${lines(headers, (each) => `\t\trequest_header ${each} {http.reverse_proxy.header.${each}}`)}
		vars connections_asked yes
	}
	@refused status 401 403 405
	handle_response @refused {
		copy_response_headers {
			include Content-Type WWW-Authenticate Cache-Control
		}
		copy_response
	}
	handle_response {
		respond "The door did not answer." 503
	}
}`,
    depth,
  );
}

const lines = (names: readonly string[], line: (name: string) => string) => names.map(line).join('\n');
const indented = (text: string, depth: number) => text.replace(/^/gm, '\t'.repeat(depth));
