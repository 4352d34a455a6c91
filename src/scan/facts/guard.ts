import {isCall} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import {defineFact} from './define-fact.ts'

/** A refusal to be requested by itself comes first; tokens that are looked at. */
const FARTHEST = 600

/** `defined('X') or die` and its relatives, before anything is included. */
export const guard = defineFact({
  name: 'guard',
  find(file) {
    for (let at = 0; at < Math.min(file.count, FARTHEST); at++) {
      const kind = file.kind(at)
      if (kind === Kind.Include || kind === Kind.IncludeOnce || kind === Kind.Require || kind === Kind.RequireOnce)
        return undefined
      const mayAsk = kind === Kind.If || kind === Kind.Isset || kind === Kind.Name
      if (!mayAsk || file.kind(at + 1) !== 40 || !file.isTopLevel(at)) continue
      const constant = kind === Kind.If ? guardingIf(file, at) : guardingExpression(file, at)
      if (constant !== undefined) return {constant, line: file.line(at)}
    }
    return undefined
  },
})

/** `if (!defined('X')) exit;`, `if (!isset($config)) { … exit; }`. */
function guardingIf(file: PhpFile, at: number): string | undefined {
  const open = at + 1
  const close = file.kind(open) === 40 ? file.partner(open) : open
  if (close === open || !leaves(file, close + 1)) return undefined
  for (let token = open + 1; token < close; token++) {
    if (file.kind(token) === 33) {
      const asked = askedFor(file, token + 1)
      if (asked) return asked
    }
  }
  return comparesOwnName(file, open, close) ? 'PHP_SELF' : undefined
}

/** `defined('X') or die`, `defined('X') || exit`, `!defined('X') && exit`. */
function guardingExpression(file: PhpFile, at: number): string | undefined {
  const asked = askedFor(file, at)
  if (!asked || file.kind(at + 1) !== 40) return undefined
  const operator = file.partner(at + 1) + 1
  const kind = file.kind(operator)
  const isOperator = kind === Kind.Or || kind === Kind.Logical || (kind === Kind.And && file.kind(at - 1) === 33)
  return isOperator && leaves(file, operator + 1) ? asked : undefined
}

/** What a test at `at` asks for: a constant, or a variable of the including file. */
function askedFor(file: PhpFile, at: number): string | undefined {
  if (file.kind(at + 1) !== 40) return undefined
  const argument = at + 2
  if (file.kind(at) === Kind.Isset) {
    const isPlain = file.kind(argument) === Kind.Variable && file.partner(at + 1) === argument + 1
    return isPlain && !file.raw(argument).startsWith('$_') ? decodeText(file.raw(argument)) : undefined
  }
  if (!isCall(file, at) || file.kind(argument) !== Kind.String) return undefined
  return file.word(at) === 'defined' ? stringValue(file.raw(argument)) : undefined
}

/** Tokens after the test in which it must leave. */
const LONGEST_REFUSAL = 60

/** Whether the statement or block at `at` ends the file. */
function leaves(file: PhpFile, at: number): boolean {
  const isBlock = file.kind(at) === 123
  const end = Math.min(isBlock ? file.partner(at) : at + LONGEST_REFUSAL, at + LONGEST_REFUSAL)
  for (let token = at; token <= end; token++) {
    const kind = file.kind(token)
    if (kind === Kind.Exit || kind === Kind.Die || kind === Kind.Return || kind === Kind.Throw) return true
    if (kind === 59 && !isBlock) return false
  }
  return false
}

/** `basename($_SERVER['PHP_SELF']) == 'inc.php'`, `eregi('inc.php', $_SERVER['SCRIPT_NAME'])`. */
function comparesOwnName(file: PhpFile, open: number, close: number): boolean {
  let ownName = false
  let namesFile = false
  for (let token = open + 1; token < close; token++) {
    const kind = file.kind(token)
    if (kind === Kind.Variable && file.raw(token) === '$PHP_SELF') ownName = true
    else if (kind === Kind.Name && file.word(token) === '__file__') namesFile = true
    else if (kind !== Kind.String) continue
    else if (/^.(PHP_SELF|SCRIPT_NAME|SCRIPT_FILENAME)/.test(file.raw(token))) ownName = true
    else if (/\.(php|inc)/i.test(file.raw(token))) namesFile = true
  }
  return ownName && namesFile
}
