/** `${VARIABLES}` of Apache's configuration, and where Debian gives them their values. */

/**
 * Puts the values of variables into a line. Apache leaves one that it does not know as it is, and so does this; with a
 * `:` in its name it is a map of mod_rewrite.
 *
 * @param onUnknown called with the name of each that has no value
 */
export function withVariables(
  text: string,
  lookUp: (name: string) => string | undefined,
  onUnknown: (name: string) => void,
): string {
  return text.replace(/\$\{([^}:]+)\}/g, (whole, name: string) => {
    const value = lookUp(name)
    if (value === undefined) onUnknown(name)
    return value ?? whole
  })
}

/**
 * The variables of Debian's `/etc/apache2/envvars`, a shell script that is not run: lines `export NAME=value`, of which
 * the value may use variables before it. Of an `if`, the last branch holds, which is that of the usual single server.
 */
export function variablesOfEnvvars(script: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of script.split(/\r?\n/)) {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*?)\s*$/.exec(line) ?? []
    if (name === undefined) continue
    const [, single, double, plain = ''] = /^(?:'([^']*)'|"([^"]*)"|([^\s#;]*))/.exec(value) ?? []
    const text = double ?? plain
    found.set(name, single ?? text.replace(/\$\{?(\w+)\}?/g, (_, inner: string) => found.get(inner) ?? ''))
  }
  return found
}

/** The names that arguments of the server define: `-D NAME`, `-DNAME`, `-D NAME=value`. */
export function definedByArguments(line: string): Map<string, string> {
  const found = [...line.matchAll(/(?:^|\s)-D\s*([^\s=]+)(?:=(\S*))?/g)]
  return new Map(found.map(([, name = '', value = '']) => [name, value]))
}

/** Directives that say nothing of routes and of access. */
const HARMLESS =
  /^(errorlog|customlog|transferlog|globallog|pidfile|user|group|mutex|lockfile|defaultruntimedir|scoreboardfile|coredumpdirectory|log\w+|server(admin|signature|tokens|limit)|ssl(certificate|session|random|ca|stapling)\w*|php_\w*|setenv|timeout|keepalive\w*|cache\w*|extendedstatus)$/

/** Whether a variable without a value changes nothing that matters on this line, as far as its directive goes. */
export function isHarmless(text: string): boolean {
  return HARMLESS.test((/^<?\s*(\w+)/.exec(text)?.[1] ?? '').toLowerCase())
}
