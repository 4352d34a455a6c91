/** Names in nginx's configuration language, where `$` can't be escaped and a regular expression is a text in quotes. */

/**
 * A name as a regular expression that matches it and nothing else, for the inside of double quotes. nginx's reader
 * leaves `\x..` to PCRE, which sees bytes; the first part of a `map` entry is never searched for variables.
 */
export function quoteRegex(name: string): string {
  return Buffer.from(name, 'utf8')
    .toString('latin1')
    .replace(/[^A-Za-z0-9_/-]/g, (byte) => (byte === '.' ? '\\.' : hexEscape(byte)))
}

function hexEscape(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`
}
