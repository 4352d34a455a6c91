/**
 * A name for the inside of double quotes, where `\"` is a quote and every other backslash is one. It can't end in a
 * backslash: there is no way to write that.
 */
export function quoteString(name: string): string {
  return name.replaceAll('"', '\\"')
}
