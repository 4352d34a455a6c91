/** Functions of a page, and what they use from outside, as php-parser says. */
import type {DeepFunction, DeepView, OutsideVariable} from '../scan/deep/types.ts'
import {lines} from './page-outline.ts'
import {first} from './page-places.ts'
import {flowing, type Section} from './section.ts'

const MOST_FUNCTIONS = 20

/** Variables of the top level that the file gives no value. */
export function needs({functions: [topLevel]}: DeepView): Section {
  const variables = (topLevel?.outside ?? []).filter(({how}) => how === 'unset')
  const names = variables.map(({name, access, line}) => `${name}${ACCESS[access]}:${line}`)
  return {label: 'Needs', rows: flowing(names, {lines: 4, before: 'from its includes: '})}
}

const ACCESS: Record<OutsideVariable['access'], string> = {read: '', write: ' (set)', both: ' (read, set)'}

/** Functions with what they take and give, and what they use from outside. */
export function functions({functions: [, ...named]}: DeepView): Section {
  const rows = first(
    named.map((one, index) => ({one, before: named[index - 1]?.name ?? ''})),
    MOST_FUNCTIONS,
    'functions',
    ({one, before}) => [
      lines(one),
      signature(one, before),
      one.outside.map(({name, access}) => name + ACCESS[access]).join(', '),
    ],
  )
  return {label: 'Functions', rows, shrink: [1, 2]}
}

/** `Cart::add($item, int $n = 1): bool`; without the class when that of the function before is the same. */
function signature({name, parameters, returns}: DeepFunction, before: string): string {
  const given = parameters.map((parameter) => {
    const marks = `${parameter.byReference ? '&' : ''}${parameter.variadic ? '...' : ''}`
    const type = parameter.type === 'mixed' ? '' : `${parameter.type} `
    return `${type}${marks}$${parameter.name}${parameter.fallback === undefined ? '' : ` = ${parameter.fallback}`}`
  })
  const [className = '', method] = name.split('::')
  const isSame = method !== undefined && before.startsWith(`${className}::`)
  return `${isSame ? `::${method}` : name}(${given.join(', ')})${returns === 'mixed' ? '' : `: ${returns}`}`
}
