/** Splits Apache's configuration into lines and directives, as its own reader does; takes any text, never throws. */

/** `<Files "x">` and such, from the inside out. */
export interface Section {
  /** In lower case: `files`, `ifmodule`. */
  name: string
  args: string[]
  line: number
  /** Of a server's own configuration, the absolute path of the file. */
  file?: string
  parent?: Section
}

export interface Directive {
  /** In lower case. */
  name: string
  args: string[]
  line: number
  /** As written, on one line. */
  text: string
  section?: Section
}

/** A line with its continuations joined. */
export interface ConfigLine {
  /** As written, without blanks round it. */
  text: string
  /** Of its first line, from 1. */
  line: number
}

/** What one line says: a section begins or ends, or a directive. Names are in lower case. */
export type Statement =
  | {kind: 'open'; name: string; args: string[]}
  | {kind: 'close'; name: string}
  | {kind: 'directive'; name: string; args: string[]; text: string}

/** Deeper nesting than any configuration has. */
const DEEPEST = 32

export function parseApacheConfig(source: string): Directive[] {
  const directives: Directive[] = []
  let section: Section | undefined
  let depth = 0
  for (const {text, line} of configLines(source)) {
    const statement = statementOf(text)
    if (statement.kind === 'open') {
      depth++
      const {name, args} = statement
      if (depth <= DEEPEST) section = {name, args, line, ...(section ? {parent: section} : {})}
    } else if (statement.kind === 'close') {
      if (depth > 0 && depth-- <= DEEPEST) section = section?.parent
    } else {
      const {name, args} = statement
      directives.push({name, args, line, text: statement.text, ...(section ? {section} : {})})
    }
  }
  return directives
}

/** Comments and empty lines left out. A backslash at its end continues a line, that of a comment too. */
export function* configLines(source: string): Generator<ConfigLine> {
  const lines = source.split(/\r\n|\n|\r/)
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1
    const pieces = [lines[index] ?? '']
    while (pieces.at(-1)?.endsWith('\\') && index + 1 < lines.length) {
      pieces.push(pieces.pop()?.slice(0, -1) ?? '')
      pieces.push(lines[++index] ?? '')
    }
    const text = pieces.join('').trim()
    if (text !== '' && !text.startsWith('#')) yield {text, line}
  }
}

export function statementOf(text: string): Statement {
  const open = /^<(?!\/)\s*([A-Za-z]+)(.*?)>?\s*$/s.exec(text)
  if (open) return {kind: 'open', name: (open[1] ?? '').toLowerCase(), args: words(open[2] ?? '')}
  if (text.startsWith('</')) return {kind: 'close', name: text.slice(2).replace(/>.*$/s, '').trim().toLowerCase()}
  const [, first = '', rest = ''] = /^(\S+)(.*)$/s.exec(text) ?? []
  const name = first.toLowerCase()
  const args = name === 'rewriterule' || name === 'rewritecond' ? rewriteWords(rest) : words(rest)
  return {kind: 'directive', name, args, text: text.replace(/\s+/g, ' ')}
}

/** Arguments as `ap_getword_conf` splits them: quoted by `"` or `'`; a backslash saves a quote of that kind, and itself. */
function words(text: string): string[] {
  const found = text.matchAll(/"((?:[^"\\]|\\[\\"]|\\)*)"?|'((?:[^'\\]|\\[\\']|\\)*)'?|(\S+)/g)
  return [...found].map(([, double, single, plain = '']) => {
    if (double !== undefined) return double.replace(/\\([\\"])/g, '$1')
    return (single ?? plain).replace(single === undefined ? /\\(\\)/g : /\\([\\'])/g, '$1')
  })
}

/**
 * Arguments as mod_rewrite splits them, by itself: a backslash keeps a space in an argument, and stays; nothing saves a
 * quote. What comes after the third is no part of it.
 */
function rewriteWords(text: string): string[] {
  const found = text.matchAll(/"((?:[^"\\]|\\\s?)*)"?|'((?:[^'\\]|\\\s?)*)'?|((?:[^\s\\]|\\\s?)+)/g)
  return [...found].slice(0, 3).map(([, double, single, plain = '']) => double ?? single ?? plain)
}

/** The sections round a directive, from the inside out. */
export function* sectionsOf({section}: Pick<Directive, 'section'>): Generator<Section> {
  for (let current = section; current; current = current.parent) yield current
}
