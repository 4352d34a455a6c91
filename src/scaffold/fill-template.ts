/**
 * Filling a template. Templates are TypeScript that compiles as it is, with three kinds of marks:
 * `__NAME__` stands for a text inside a comment or a quoted string; a line `//# name` stands for lines of code or
 * comment; and `value //# name` at the end of a line replaces that whole line.
 */
interface TemplateValues {
  /** `__NAME__` → text that is already safe where it stands: see {@link stringText}. */
  words: Readonly<Record<string, string>>
  /** `//# name` → lines, indented as the mark is; no lines remove the mark. */
  blocks: Readonly<Record<string, readonly string[]>>
}

/**
 * The filled template.
 *
 * @throws Error when the template has a mark that `values` does not know: a fault of ours
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  return template
    .split('\n')
    .flatMap((line) => {
      const mark = /^(\s*).*\/\/# (\w+)$/.exec(line)
      if (!mark) return [fillWords(line, values.words)]
      const block = values.blocks[mark[2] ?? '']
      if (!block) throw new Error(`The template has an unknown mark: ${line}`)
      return block.map((text) => (text === '' ? '' : `${mark[1]}${text}`))
    })
    .join('\n')
}

function fillWords(line: string, words: TemplateValues['words']): string {
  return line.replace(/__([A-Z]+)__/g, (mark, name: string) => {
    const word = words[name]
    if (word === undefined) throw new Error(`The template has an unknown word: ${mark}`)
    return word
  })
}
