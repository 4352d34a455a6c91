/** The URLs on which visitors reach a page. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {UrlForm, UrlStep} from '../routes/urls/types.ts'
import {fileName, first} from './page-places.ts'
import type {Section} from './section.ts'

/** Forms that the screen shows. */
const MOST = 6

/**
 * Forms of URLs, and how each leads to the page. Of a file that is no page `--json` has them.
 *
 * @param urls `null` when the ledger does not know enough yet
 */
export function reachedAs({role}: Pick<LedgerPageDetail, 'role'>, urls: readonly UrlForm[] | null): Section {
  const label = 'URLs'
  if (role !== 'page' && role !== 'subpage' && role !== 'unsure') return {label, rows: []}
  if (!urls) return {label, rows: [['known after `migrate scan`']]}
  if (urls.length === 0) return {label, rows: [['none leads to it: rules or settings of the server are in the way']]}
  // One pattern of URLs may be a form by several rules.
  const each = [...new Map(urls.toReversed().map((form) => [form.url, form])).values()].toReversed()
  const rows = first(each, MOST, 'forms', (form) => [form.url, how(form), example(form)])
  return {label, rows, shrink: [0, 2]}
}

function example({url, example, via}: UrlForm): string {
  return example === undefined || example === url || via.at(-1)?.how === 'path-info' ? '' : `such as ${example}`
}

function how({via, isCertain, example}: UrlForm): string {
  const words = via.length === 0 ? 'its own path' : [...new Set(via.map(stepWords))].join(', ')
  if (example === undefined) return `${words}, perhaps`
  return isCertain ? words : `${words}, not always`
}

function stepWords(step: UrlStep): string {
  switch (step.how) {
    case 'alias':
      return `alias ${step.url}`
    case 'rewrite':
      return `${fileName(step.file)}:${step.line}`
    case 'index':
      return 'directory index'
    case 'fallback':
      return 'instead of what is missing'
    case 'path-info':
      return 'with PATH_INFO'
    case 'error':
      return `as the error ${step.status}`
    default:
      return step satisfies never
  }
}
