/** The variables of a session as text: a line a value, what is inside it indented below. */
import type {ShownEntry, ShownValue} from '../doctor/types.ts'
import {printable} from '../page.ts'

/** The lines of `migrate session show`. Names and texts are made printable. */
export function sessionText(variables: readonly ShownEntry[]): string {
  return lines(variables, '').join('\n')
}

function lines(entries: readonly ShownEntry[], indent: string): string[] {
  return entries.flatMap(({key, visibility, value}) => {
    const name = `${key === '' ? "''" : printable(key)}${visibility === undefined ? '' : ` (${visibility})`}`
    const inside = 'entries' in value ? lines(value.entries, `${indent}  `) : []
    return [`${indent}${name}: ${described(value)}`, ...inside]
  })
}

function described(value: ShownValue): string {
  switch (value.type) {
    case 'null':
      return 'null'
    case 'bool':
      return `bool ${value.value}`
    case 'int':
    case 'float':
      return `${value.type} ${value.value}`
    case 'string':
      return `string of ${counted(value.bytes, 'byte')} '${printable(value.value)}'`
    case 'array':
      return `array of ${counted(value.entries.length, 'element')}`
    case 'object':
      return `object of ${printable(value.class)}`
    case 'serializable':
      return `object of ${printable(value.class)}, which only its class can read`
    case 'enum':
      return `enum ${printable(value.case)}`
    case 'reference':
      return `reference to ${printable(value.to)}`
    case 'same object':
      return `the same object as ${printable(value.to)}`
    default:
      return value satisfies never
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
