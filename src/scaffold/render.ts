/** The text of a handler and of its test, from a ledger page. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import {bytesOfPagePath} from '../page.ts'
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
      PAGE: stringText(bytesOfPagePath(page.path).toString()),
      LINES: String(page.lines),
      CONTEXT: context.length === 0 ? '' : `{${context.join(', ')}}`,
    },
    blocks: {
      summary: summary(page),
      imports: inputs.conversions.length > 0 ? [`import {${inputs.conversions.join(', ')}} from 'banyan/php'`] : [],
      session: [`session: '${page.session}',${sessionReason(page)}`],
      inputs: inputs.lines,
      checklist: checklist(page, included),
    },
  })
}

/** The test of a handler. `handlerFile` is the name of the handler's file, in the same folder. */
export function renderHandlerTest(template: string, page: LedgerPageDetail, handlerFile: string): string {
  const url = bytesOfPagePath(page.path).toString().split('/').map(encodeURIComponent).join('/').replaceAll("'", '%27')
  return fillTemplate(template, {
    words: {PAGE: stringText(bytesOfPagePath(page.path).toString()), URL: url},
    blocks: {handler: [`import page from ${stringLiteral(`./${handlerFile}`)}`]},
  })
}

function summary(page: LedgerPageDetail): string[] {
  const access = page.access.map((rule) => `${commentText(rule.text)} (${commentText(rule.file)}:${rule.line})`)
  return [
    `// Scaffolded from ${page.lines} lines of PHP. It is yours: migrate does not overwrite it once you edited it.`,
    ...(access.length > 0 ? [`// The web server protects it, and goes on doing so: ${access.join(', ')}`] : []),
    ...page.problems.map((problem) => `// Mind: ${commentText(problem.message)}`),
  ]
}

function sessionReason(page: LedgerPageDetail): string {
  const reasons = page.sessionEvidence.slice(0, 3).map((evidence) => {
    const place = evidence.line === undefined ? evidence.file : `${evidence.file}:${evidence.line}`
    return `${commentText(evidence.because)} ${commentText(place)}`
  })
  return reasons.length > 0 ? ` // ${reasons.join(', ')}` : ''
}
