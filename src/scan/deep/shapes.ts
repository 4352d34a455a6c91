/** What kind of value an expression gives, as far as its own shape says. */
import {returnTypeOf} from './builtins.ts'
import {child, list, type Node, nameOf} from './tree.ts'

/** What is known of variables: their types by name. */
export type Types = ReadonlyMap<string, string>

const COMPARISONS = new Set([
  '==',
  '===',
  '!=',
  '!==',
  '<>',
  '<',
  '>',
  '<=',
  '>=',
  '&&',
  '||',
  'and',
  'or',
  'xor',
  'instanceof',
])
const ARITHMETIC = new Set(['+', '-', '*', '/', '**'])
const WHOLE_NUMBERS = new Set(['%', '|', '&', '^', '<<', '>>', '<=>'])
/** Keys of an array that are spelled out in its type. */
const MOST_KEYS = 6

/** The type of an expression in PHP's words: `int`, `string|null`, `array{id, name}`, `Cart`; `mixed` when unknown. */
export function shapeOf(node: Node | undefined, types: Types): string {
  if (!node) return 'void'
  switch (node.kind) {
    case 'number':
      return /[.eE]/.test(String(node.value)) && !/^0x/i.test(String(node.value)) ? 'float' : 'int'
    case 'string':
    case 'nowdoc':
    case 'encapsed':
      return 'string'
    case 'boolean':
    case 'isset':
    case 'empty':
      return 'bool'
    case 'nullkeyword':
      return 'null'
    case 'cast':
      return node.type === 'unset' ? 'null' : String(node.type)
    case 'array':
      return arrayShape(node)
    case 'new':
      return nameOf(child(node, 'what')) ?? 'object'
    case 'closure':
    case 'arrowfunc':
      return 'callable'
    case 'bin':
      return binaryShape(node, types)
    case 'unary':
      return node.type === '!' ? 'bool' : shapeOf(child(node, 'what'), types)
    case 'retif':
      return either(
        shapeOf(child(node, 'trueExpr') ?? child(node, 'test'), types),
        shapeOf(child(node, 'falseExpr'), types),
      )
    case 'assign':
      return node.operator === '.=' ? 'string' : node.operator === '=' ? shapeOf(child(node, 'right'), types) : 'mixed'
    case 'silent':
      return shapeOf(child(node, 'expr'), types)
    case 'variable':
      return types.get(nameOf(node) ?? '') ?? 'mixed'
    case 'name':
      return /^null$/i.test(String(node.name)) ? 'null' : 'mixed'
    case 'call':
      return returnTypeOf(nameOf(child(node, 'what'))?.toLowerCase() ?? '') ?? 'mixed'
    default:
      return 'mixed'
  }
}

function binaryShape(node: Node, types: Types): string {
  const operator = String(node.type)
  if (operator === '.') return 'string'
  if (COMPARISONS.has(operator)) return 'bool'
  if (WHOLE_NUMBERS.has(operator)) return 'int'
  const left = shapeOf(child(node, 'left'), types)
  const right = shapeOf(child(node, 'right'), types)
  if (operator === '??') return either(left, right)
  if (!ARITHMETIC.has(operator)) return 'mixed'
  if (left.startsWith('array') && right.startsWith('array')) return 'array'
  if (left === 'int' && right === 'int' && operator !== '/') return 'int'
  return left === 'float' || right === 'float' ? 'float' : 'int|float'
}

function arrayShape(node: Node): string {
  const keys = list(node, 'items').map((item) => child(item, 'key'))
  if (keys.length === 0) return 'array'
  const texts = keys.map((key) => (key?.kind === 'string' ? nameOf(key, 'value') : undefined))
  if (!texts.every((text) => text !== undefined)) return 'array'
  return `array{${texts.slice(0, MOST_KEYS).join(', ')}${texts.length > MOST_KEYS ? ', …' : ''}}`
}

/** Alternatives of a union that are said; with more it is `mixed`. */
const MOST_ALTERNATIVES = 4

/** The union of two types, each alternative once. */
export function either(a: string, b: string): string {
  const all = new Set([...a.split('|'), ...b.split('|')])
  if (all.has('mixed') || all.size > MOST_ALTERNATIVES) return 'mixed'
  if ([...all].some((type) => type.startsWith('array{')) && all.has('array')) {
    for (const type of all) if (type.startsWith('array{')) all.delete(type)
  }
  return [...all].join('|')
}
