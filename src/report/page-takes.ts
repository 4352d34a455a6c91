/** What a page takes: inputs of the request, and the forms that it prints to get some. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {FormUse, InputSource, InputUse} from '../scan/types.ts'
import type {PageCalls} from './page-calls.ts'
import {at, grouped} from './page-places.ts'
import {flowing, type Section} from './section.ts'

/** Inputs and forms that the screen names one by one. */
const MOST_INPUTS = 10
const MOST_FORMS = 2

/** What a visitor sends comes before what the server says. */
const SOURCES: readonly InputSource[] = ['get', 'post', 'request', 'files', 'cookie', 'globals', 'server', 'env']

/** Every input by key: what PHP turns it into, the default, and the code. */
export function takes(page: LedgerPageDetail, {inputReaders}: PageCalls): Section {
  const uses = (page.facts?.inputs ?? []).filter(
    ({source, access}) => SOURCES.includes(source) && access !== 'write' && access !== 'unset',
  )
  const inputs = grouped(uses, ({source, key}) => `${source} ${key ?? ''}`).sort(
    ([a], [b]) => SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source),
  )
  const shown = inputs.length > MOST_INPUTS + 1 ? inputs.slice(0, MOST_INPUTS) : inputs
  return {
    label: 'Takes',
    rows: [
      ...shown.map((same) => inputRow(page, same)),
      ...flowing(
        inputs.slice(shown.length).map(([one]) => `${nameOf([one])} (${one.source})`),
        {lines: 2, before: `and ${inputs.length - shown.length} more: `},
      ),
      ...flowing(inputReaders, {lines: 2, before: 'perhaps more (see `--deep`), read by '}),
    ],
    shrink: [0, 3, 4],
  }
}

function inputRow(page: LedgerPageDetail, uses: readonly [InputUse, ...InputUse[]]): string[] {
  const conversions = [...new Set(uses.flatMap(({conversion}) => conversion ?? []))]
  const fallback = uses.find((use) => use.fallback !== undefined)?.fallback
  const best = uses.find((use) => use.conversion || use.fallback !== undefined) ?? uses.find(isRead) ?? uses[0]
  return [
    nameOf(uses),
    uses[0].source.toUpperCase(),
    conversions.join('|') || (uses.some(isRead) ? '' : 'tested'),
    fallback === undefined ? '' : `= ${fallback}`,
    best.text,
    at(page, uses),
  ]
}

function isRead({access}: InputUse): boolean {
  return access === 'read'
}

/** `qty[]` when some use goes into the array. */
function nameOf(uses: readonly InputUse[]): string {
  const [{key} = {key: null}] = uses
  const path = uses.find((use) => use.path)?.path ?? []
  return key === null ? '(any key)' : `${key}${path.map((part) => `[${part}]`).join('')}`
}

/** The forms of the page, and the names that they send. */
export function forms(page: LedgerPageDetail): Section {
  const all = page.facts?.forms ?? []
  const rows = all.slice(0, MOST_FORMS).flatMap((form) => formRows(page, form))
  const more = all.slice(MOST_FORMS)
  if (more.length > 0) rows.push([`and ${more.length} more ${more.length === 1 ? 'form' : 'forms'}: ${at(page, more)}`])
  return {label: 'Forms', rows, shrink: [1]}
}

function formRows(page: LedgerPageDetail, form: FormUse): string[][] {
  const upload = form.upload ? ' with files' : ''
  const head = [form.method.toUpperCase() + upload, `to ${form.action || 'a computed address'}`, at(page, [form])]
  const fields = grouped(form.fields, ({name}) => name).map(
    ([field, ...others]) => `${field.name} ${field.type}${others.length > 0 ? ` ${others.length + 1}×` : ''}`,
  )
  return [head, ...flowing(fields, {lines: 2})]
}
