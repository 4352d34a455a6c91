/** Names in the Caddyfile, where `{…}`, quotes, backticks and backslashes mean something, and in Go's regular expressions. */

/** Whether a path needs no quotes. */
export function isPlain(path: string): boolean {
  return /^\/[A-Za-z0-9_./-]+$/.test(path)
}

/** A name as a regular expression that matches it and nothing else. Go's see characters, not bytes. */
export function quoteRegex(name: string): string {
  return name.replace(/[^A-Za-z0-9_/-]/gu, (character) =>
    character === '.' ? '\\.' : `\\x{${character.codePointAt(0)?.toString(16)}}`,
  )
}
