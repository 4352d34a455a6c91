import {commandLineVariables, superglobalUses} from '../inputs/superglobals.ts'
import {isCall} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {oneLine} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import type {FileFacts} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {callsOfFunction} from './names/functions-called.ts'
import {namesUsed} from './names/names-used.ts'

/** `#!` on the first line, or a test for the command line. */
export const commandLine = defineFact({
  name: 'commandLine',
  find(file) {
    if (file.source.startsWith('#!')) {
      return {line: 1, text: oneLine(file.source.slice(0, 200).split(/[\r\n]/)[0] ?? ''), only: true}
    }
    return tests(file)
  },
})

function tests(file: PhpFile): FileFacts['commandLine'] {
  let found: FileFacts['commandLine']
  for (const at of mayAsk(file)) {
    const last = testEnd(file, at)
    if (last === undefined) continue
    const only = refuses(file, at, last)
    if (only) return {line: file.line(at), text: file.text(at, last), only}
    found ??= {line: file.line(at), text: file.text(at, last)}
  }
  return found
}

/** Tokens at the top level that may ask for the command line, in order. */
function mayAsk(file: PhpFile): number[] {
  const found: number[] = []
  const add = (tokens: Iterable<number>): void => {
    for (const at of tokens) if (file.isTopLevel(at)) found.push(at)
  }
  add(callsOfFunction(file, 'php_sapi_name'))
  add(callsOfFunction(file, 'defined'))
  for (const {source, first, key} of superglobalUses(file)) if (source === 'server' && key !== null) add([first + 2])
  add(commandLineVariables(file))
  const {constants} = namesUsed(file)
  if (constants.has('PHP_SAPI') || constants.has('\\PHP_SAPI')) add(file.all(Kind.Name))
  return found.sort((a, b) => a - b)
}

/** The last token of a question for the command line at `at`. */
function testEnd(file: PhpFile, at: number): number | undefined {
  switch (file.kind(at)) {
    case Kind.Variable:
      return at
    case Kind.String:
      return /^.(REMOTE_ADDR|REQUEST_METHOD|HTTP_HOST|argv|argc|SHELL)/.test(file.raw(at)) && isTested(file, at)
        ? at
        : undefined
    case Kind.Name:
      break
    default:
      return undefined
  }
  const word = file.word(at)
  if (word === 'php_sapi') return at
  if (!isCall(file, at)) return undefined
  if (word === 'php_sapi_name') return at + 2
  return word === 'defined' && /^.STDIN.$/.test(file.raw(at + 2)) ? at + 3 : undefined
}

/** In `isset($_SERVER['REMOTE_ADDR'])`, or `empty`. */
function isTested(file: PhpFile, key: number): boolean {
  const called = file.kind(key - 4)
  return file.kind(key - 2) === Kind.Variable && (called === Kind.Isset || called === Kind.Empty)
}

/** Tokens between a test and the exit that it leads to. */
const FARTHEST = 60

/** Whether visitors are turned away: `if (php_sapi_name() != 'cli') { … exit; }`, `PHP_SAPI === 'cli' or die`. */
function refuses(file: PhpFile, first: number, last: number): boolean {
  let blocks = 0
  for (let at = last + 1; at < Math.min(file.count, last + FARTHEST); at++) {
    const kind = file.kind(at)
    if (kind === Kind.Exit || kind === Kind.Die) return asksForVisitor(file, first, last, at)
    if (kind === 123) blocks++
    if ((kind === 59 && !blocks) || kind === 125 || kind === Kind.Else) return false
  }
  return false
}

/** Of `== 'cli'` and `!= 'cli'`, whether what follows is for visitors. */
function asksForVisitor(file: PhpFile, first: number, last: number, exit: number): boolean {
  const isVisitorKey = /REMOTE_ADDR|REQUEST_METHOD|HTTP_HOST/.test(file.raw(last))
  for (let at = first - 6; at < exit; at++) {
    const kind = file.kind(at)
    if (kind === Kind.Or || (kind === Kind.Logical && file.raw(at) === '||')) return true
    if ((kind === Kind.Comparison && file.raw(at).startsWith('!')) || (kind === 33 && at < last)) return !isVisitorKey
    if (kind === Kind.Comparison && /cgi|apache|fpm/.test(file.raw(at + 1))) return true
  }
  return isVisitorKey
}
