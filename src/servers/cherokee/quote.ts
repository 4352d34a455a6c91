/** A name as a regular expression (PCRE) that matches it and nothing else, on a line that has no quotes of its own. */
export function quoteRegex(name: string): string {
  return Buffer.from(name, 'utf8')
    .toString('latin1')
    .replace(/[^A-Za-z0-9_/-]/g, (byte) =>
      byte === '.' ? '\\.' : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
}
