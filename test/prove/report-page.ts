/** What a page says of the request that it was given: the same from PHP, from the backend and from the CGI program. */
import type {Answer} from '../support/http.ts'
import {headerValues} from '../support/http.ts'

/** Variables of a request, one character a byte, and its body. */
export interface Report {
  params: Map<string, string>
  body: string
}

/** What every PHP page of a site is. The word SECRET is only in its source. */
export function pageSource(reporter: string): string {
  return `<?php // SECRET\nrequire '${reporter}';\n`
}

/** The script that all pages of a site include: answers with the variables and the body, in hexadecimal. */
export const reporterSource = `<?php // SECRET
header('X-Side: php');
header('X-File: ' . bin2hex($_SERVER['SCRIPT_FILENAME']));
header('Content-Type: application/json');
$params = [];
foreach ($_SERVER as $name => $value) if (is_string($value)) $params[$name] = bin2hex($value);
// What changes from one request to the next; what mod_rewrite and mod_proxy tell every page in a virtual host.
foreach ($params as $name => $_) if (preg_match('/^(REDIRECT_)*SCRIPT_UR[IL]$|^(REMOTE_PORT|REQUEST_TIME.*|BALANCER_.*|(REDIRECT_)*MIGRATE|proxy-.*)$/', $name)) unset($params[$name]);
// Caddy tells them in another order each time.
ksort($params);
echo json_encode(['params' => $params, 'body' => bin2hex(file_get_contents('php://input'))]);
`

/** A CGI program that answers as the backend does; characters are written as JavaScript reads them. */
export const cgiSource = `#!/usr/bin/perl
binmode STDIN; binmode STDOUT;
sub text { my $t = shift; $t =~ s/([^A-Za-z0-9_])/sprintf("\\\\u%04x", ord $1)/ge; return "\\"$t\\"" }
my $body = '';
if ($ENV{CONTENT_LENGTH}) { read STDIN, $body, $ENV{CONTENT_LENGTH} } else { local $/; $body = <STDIN> // '' }
print "X-Side: typescript\\r\\nX-Backend: main\\r\\nContent-Type: application/json\\r\\n\\r\\n";
print '{"params":{', join(',', map { text($_) . ':' . text($ENV{$_}) } keys %ENV), '},"body":', text($body), '}';
`

/** Who answered: `php`, `typescript`, or nobody who says so. */
export function sideOf(answer: Answer): string | undefined {
  return headerValues(answer, 'x-side')[0]
}

/** The report in an answer; `undefined` where it has none or a part of one. */
export function reportOf(answer: Answer): Report | undefined {
  const side = sideOf(answer)
  if (side === undefined || answer.body.length === 0 || answer.status === 206) return undefined
  const {params, body}: {params: Record<string, string>; body: string} = JSON.parse(answer.body.toString('utf8'))
  const plain = (text: string): string => (side === 'php' ? Buffer.from(text, 'hex').toString('latin1') : text)
  return {params: new Map(Object.entries(params).map(([name, value]) => [name, plain(value)])), body: plain(body)}
}
