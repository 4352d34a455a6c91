/** The text of a handler and of its test, from a ledger page. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {IncludeEdge} from '../scan/types.ts'
import {checklist, type IncludedFile} from './checklist.ts'
import {fillTemplate} from './fill-template.ts'
import {inputLines} from './inputs.ts'
import {commentText, stringLiteral, stringText} from './quote.ts'

/** The two templates, as read from `templates/`. */
export interface Templates {
  handler: string
  test: string
}

/** The handler module of a page. The same page gives the same text. */
export function renderHandler(template: string, page: LedgerPageDetail, included: readonly IncludedFile[]): string {
  const inputs = inputLines(page.path, page.facts?.inputs ?? [])
  const context = [...inputs.context, ...(page.session === 'none' ? [] : ['session'])]
  return fillTemplate(template, {
    words: {
      PAGE: stringText(page.path),
      LINES: page.lines === 1 ? '1 line of PHP is' : `${page.lines} lines of PHP are`,
      CONTEXT: context.length === 0 ? '' : `{${context.join(', ')}}`,
    },
    blocks: {
      summary: summary(page, included),
      imports: inputs.conversions.length > 0 ? [`import {${inputs.conversions.join(', ')}} from 'banyan/php'`] : [],
      session: [`session: '${page.session}',${sessionReason(page)}`],
      inputs: inputs.lines,
      checklist: checklist(page, included),
    },
  })
}

/** The test of a handler. `handlerFile` is the name of the handler's file, in the same folder. */
export function renderHandlerTest(template: string, page: LedgerPageDetail, handlerFile: string): string {
  const url = page.path.split('/').map(encodeURIComponent).join('/').replaceAll("'", '%27')
  return fillTemplate(template, {
    words: {PAGE: stringText(page.path), URL: url},
    blocks: {handler: [`import page from ${stringLiteral(`./${handlerFile}`)}`]},
  })
}

function summary(page: LedgerPageDetail, included: readonly IncludedFile[]): string[] {
  const access = page.access.map((rule) => `${commentText(rule.text)} (${commentText(rule.file)}:${rule.line})`)
  return [
    `// Scaffolded from ${page.lines} ${page.lines === 1 ? 'line' : 'lines'} of PHP. It is yours: migrate does not overwrite it once you edited it.`,
    ...(access.length > 0 ? [`// The web server protects it, and goes on doing so: ${access.join(', ')}`] : []),
    ...page.problems.map((problem) => `// Mind: ${commentText(problem.message)}`),
    ...unfollowed([...page.includes, ...included.flatMap((file) => file.includes)]),
  ]
}

/** What the scan could not look into: the session mode and the checklist say nothing about it. */
function unfollowed(edges: readonly IncludeEdge[]): string[] {
  const places = edges
    .filter((edge) => edge.targets.length === 0)
    .map(
      (edge) => `//   ${commentText(edge.text)} (${edge.how})  ${commentText(edge.settings ?? edge.from)}:${edge.line}`,
    )
  if (places.length === 0) return []
  const more = places.length > 5 ? [`//   … and ${places.length - 5} more`] : []
  return [
    '// Mind: these includes could not be followed; what they do, to the session too, is not seen below.',
    ...places.slice(0, 5),
    ...more,
  ]
}

/** The first reasons for the session mode, each once, as the comment behind it. */
function sessionReason(page: LedgerPageDetail): string {
  const reasons = page.sessionEvidence.map(({because, file, line}) =>
    commentText(`${because} ${line === undefined ? file : `${file}:${line}`}`),
  )
  const [first, second] = new Set(reasons)
  const said = [first, second].filter((reason) => reason !== undefined)
  return said.length > 0 ? ` // ${said.join(', ')}` : ''
}
