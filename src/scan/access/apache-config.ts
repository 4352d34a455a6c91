/** Splits `.htaccess` text into directives, as Apache's own reader does; takes any text, never throws. */

/** `<Files "x">` and such, from the inside out. */
export interface Section {
  /** In lower case: `files`, `ifmodule`. */
  name: string
  args: string[]
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

/** Deeper nesting than any configuration has. */
const DEEPEST = 32

export function parseApacheConfig(source: string): Directive[] {
  const directives: Directive[] = []
  let section: Section | undefined
  let depth = 0
  for (const {text, line} of logicalLines(source)) {
    const open = /^<(?!\/)\s*([A-Za-z]+)(.*?)>?\s*$/.exec(text)
    if (open) {
      depth++
      const inner: Section = {
        name: (open[1] ?? '').toLowerCase(),
        args: words(open[2] ?? ''),
        ...(section ? {parent: section} : {}),
      }
      if (depth <= DEEPEST) section = inner
    } else if (text.startsWith('</')) {
      if (depth > 0 && depth-- <= DEEPEST) section = section?.parent
    } else {
      const [, name = '', rest = ''] = /^(\S+)(.*)$/s.exec(text) ?? []
      const key = name.toLowerCase()
      const args = key === 'rewriterule' || key === 'rewritecond' ? rewriteWords(rest) : words(rest)
      directives.push({name: key, args, line, text: text.replace(/\s+/g, ' '), ...(section ? {section} : {})})
    }
  }
  return directives
}

/** Lines with their continuations joined; comments and empty lines left out. A backslash at its end continues a line. */
function* logicalLines(source: string): Generator<{text: string; line: number}> {
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
export function* sectionsOf({section}: Directive): Generator<Section> {
  for (let current = section; current; current = current.parent) yield current
}
