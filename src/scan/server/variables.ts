/** `${VARIABLES}` of Apache's configuration, and where Debian gives them their values. */

/**
 * Puts the values of variables into a line. Apache leaves one that it does not know as it is, and so does this.
 *
 * @param onUnknown called with the name of each that has no value
 */
export function withVariables(
  text: string,
  valueOf: (name: string) => string | undefined,
  onUnknown: (name: string) => void,
): string {
  return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
    const value = valueOf(name)
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
