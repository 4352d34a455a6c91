/** What the PHP page does beside reading inputs, as a list of comments to tick off, each with its file and line. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {PagePath} from '../page.ts'
import type {FileFacts, IncludeEdge} from '../scan/types.ts'
import {commentText} from './quote.ts'

/** A file that the page includes, and what it says. */
export interface IncludedFile {
  path: PagePath
  facts: FileFacts
  includes: readonly IncludeEdge[]
}

/** More than this of one kind is a page to read with `migrate show`, not a list to tick off. */
const LONGEST = 40

/** The comment lines below the handler. */
export function checklist(page: LedgerPageDetail, included: readonly IncludedFile[]): string[] {
  return [
    ...section('Outputs to keep', outputs(page, included)),
    ...section('Queries', queries(page)),
    ...section('To port', notes(page)),
    ...section('Includes that the page runs', includes(page)),
    ...section('Functions it calls from its includes', functions(page, included)),
    ...section('Inputs that its includes read', includedInputs(included)),
  ]
}

function outputs(page: LedgerPageDetail, included: readonly IncludedFile[]): string[] {
  const files = [...(page.facts ? [{path: page.path, facts: page.facts}] : []), ...included]
  return files.flatMap(({path, facts}) => facts.outputs.map((use) => item(`${use.kind}  ${use.text}`, path, use.line)))
}

function queries(page: LedgerPageDetail): string[] {
  return (page.facts?.sql ?? []).map((query) => item(query.text, page.path, query.line))
}

function notes(page: LedgerPageDetail): string[] {
  return (page.facts?.notes ?? []).map((note) => item(`${note.kind}  ${note.text}`, page.path, note.line))
}

function includes(page: LedgerPageDetail): string[] {
  return page.includes.map((edge) =>
    item(edge.targets.length > 0 ? edge.targets.join(', ') : `${edge.text} (${edge.how})`, page.path, edge.line),
  )
}

function functions(page: LedgerPageDetail, included: readonly IncludedFile[]): string[] {
  const called = new Set(page.facts?.calls ?? [])
  return included.flatMap(({path, facts}) =>
    facts.definitions
      .filter((definition) => definition.kind === 'function' && called.has(definition.name.toLowerCase()))
      .map((definition) => item(`${definition.name}()`, path, definition.line)),
  )
}

function includedInputs(included: readonly IncludedFile[]): string[] {
  return included.flatMap(({path, facts}) =>
    facts.inputs
      .filter((use) => use.source !== 'session' && use.access !== 'write' && use.access !== 'unset')
      .map((use) => item(use.text, path, use.line)),
  )
}

function item(text: string, path: PagePath, line: number): string {
  return `//   [ ] ${commentText(text)}  ${commentText(path)}:${line}`
}

function section(title: string, all: readonly string[]): string[] {
  const items = [...new Set(all)]
  if (items.length === 0) return []
  const more = items.length > LONGEST ? [`//   … and ${items.length - LONGEST} more: migrate show`] : []
  return ['', `// ${title}`, ...items.slice(0, LONGEST), ...more]
}
