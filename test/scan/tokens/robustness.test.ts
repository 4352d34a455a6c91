import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {analyse} from '../../../src/scan/analyse.ts'
import {tokenize} from '../../../src/scan/tokens/tokenize.ts'
import {mutated} from './mutations.ts'
import {ourTokens, type PhpTokens, phpTokens} from './php-tokens.ts'

const sites = fileURLToPath(new URL('../../sites/', import.meta.url))
const originals = readdirSync(sites, {recursive: true, encoding: 'utf8'})
  .filter((name) => /\.(php\d?|inc|phtml)$/.test(name))
  .map((name) => readFileSync(sites + name, 'latin1'))

/** The numbers of mutations: a failure prints the number, which makes the same source again. */
const numbers = fc.nat({max: 1e9})
const bytes = fc.uint8Array({maxLength: 300}).map((array) => `<?php ${Buffer.from(array).toString('latin1')}`)
/** Text of the characters that mean most to PHP. */
const punctuation = fc
  .array(fc.constantFrom(...'<?>=%$"\'`{}()[]#/*\\;:,.&|-+@! \n\ra0b_x', '<<<', 'php', '?->', '/*', '<?php '), {
    maxLength: 80,
  })
  .map((pieces) => `<?php ${pieces.join('')}`)

function expectTokensInOrder(source: string): void {
  const {count, starts, ends} = tokenize(source)
  let at = 0
  for (let index = 0; index < count; index++) {
    expect(starts[index]).toBeGreaterThanOrEqual(at)
    expect(ends[index]).toBeGreaterThan(starts[index] ?? 0)
    at = ends[index] ?? 0
  }
  expect(at).toBeLessThanOrEqual(source.length)
}

describe('tokenize', () => {
  it('gives tokens in order and inside the file, whatever the bytes are', () => {
    fc.assert(fc.property(bytes, expectTokensInOrder), {numRuns: 2000})
    fc.assert(fc.property(punctuation, expectTokensInOrder), {numRuns: 2000})
    fc.assert(
      fc.property(numbers, (number) => expectTokensInOrder(mutated(number, originals))),
      {numRuns: 300},
    )
  })

  it('gives the tokens that PHP gives for broken code', () => {
    // What PHP 8.2 does not know yet, and what it leaves to its settings, is not compared.
    const isComparable = (source: string): boolean => !/\(\s*void\s*\)|\(set\)|\|>|<\?xml|<%|<script/i.test(source)
    const sources = [
      ...fc.sample(numbers, 150).map((number) => mutated(number, originals)),
      ...fc.sample(punctuation, 500),
      ...fc.sample(bytes, 200),
    ].filter(isComparable)
    const expected = phpTokens(sources.map((source) => Buffer.from(source, 'latin1')))
    sources.forEach((source, index) => {
      const {isValid, tokens} = expected[index] as PhpTokens
      expect(ourTokens(Buffer.from(source, 'latin1'), isValid), JSON.stringify(source)).toEqual(tokens)
    })
  })
})

describe('analyse', () => {
  it('never throws, whatever the bytes are', () => {
    const isRead = (source: string): void => {
      expect(analyse(Buffer.from(source, 'latin1')).bytes).toBe(source.length)
    }
    fc.assert(fc.property(bytes, isRead), {numRuns: 1000})
    fc.assert(fc.property(punctuation, isRead), {numRuns: 1000})
    fc.assert(
      fc.property(numbers, (number) => isRead(mutated(number, originals))),
      {numRuns: 2000},
    )
  })

  it('says the same of a file whatever file came before it', () => {
    const facts = (source: string): string => JSON.stringify(analyse(Buffer.from(source, 'latin1')))
    const isSame = (number: number, before: number): void => {
      const source = mutated(number, originals)
      const alone = facts(source)
      facts(mutated(before, originals))
      expect(facts(source)).toBe(alone)
    }
    fc.assert(fc.property(numbers, numbers, isSame), {numRuns: 200})
  })

  const CODE: Record<string, (depth: number) => string> = {
    brackets: (depth) => `${'('.repeat(depth)}${')'.repeat(depth)};`,
    'open brackets': (depth) => `f(${'['.repeat(depth)}`,
    'closing brackets': (depth) => `${')]}'.repeat(depth)}`,
    'brackets of different kinds': (depth) => `${'([{'.repeat(depth)}${')]}'.repeat(depth)}`,
    arrays: (depth) => `$a = ${'array(1, '.repeat(depth)}2${')'.repeat(depth)};`,
    lists: (depth) => `${'list('.repeat(depth)}$a${')'.repeat(depth)} = $b;`,
    blocks: (depth) => `${'if (1) {'.repeat(depth)}${'}'.repeat(depth)}`,
    'alternative blocks': (depth) => `${'if (1): '.repeat(depth)}${'endif; '.repeat(depth)}`,
    'else ifs': (depth) => `if (1) {} ${'else if (1) {} '.repeat(depth)}`,
    elseifs: (depth) => `if (1) {} ${'elseif (1) {} '.repeat(depth)}`,
    switches: (depth) => 'switch (1) { case 1: '.repeat(depth),
    tries: (depth) => 'try { f(); } catch (A $e) { '.repeat(depth),
    ternaries: (depth) => `$a = ${'$b ? $c : '.repeat(depth)}1;`,
    'open ternaries': (depth) => `$a = ${'$b ? '.repeat(depth)}1;`,
    matches: (depth) => `$a = ${'match (1) { 1 => '.repeat(depth)}1${'}'.repeat(depth)};`,
    interpolations: (depth) => `${'"{$a['.repeat(depth)}1${']}"'.repeat(depth)};`,
    'interpolated names': (depth) => `${'"${'.repeat(depth)}1${'}"'.repeat(depth)};`,
    heredocs: (depth) => '<<<A\n{$a['.repeat(depth),
    functions: (depth) => 'function f(function() {'.repeat(depth),
    'nested functions': (depth) => `${'function f() {'.repeat(depth)}${'}'.repeat(depth)}`,
    closures: (depth) => `$a = ${'function () use ($a) { return '.repeat(depth)}1${'; }'.repeat(depth)};`,
    'arrow functions': (depth) => `$a = ${'fn($a) => '.repeat(depth)}1;`,
    classes: (depth) => 'new class('.repeat(depth),
    'nested classes': (depth) => 'class A extends B { function c() { '.repeat(depth),
    attributes: (depth) => `${'#[A('.repeat(depth)}`,
    'attributes in a row': (depth) => `${'#[A(1)] '.repeat(depth)}`,
    calls: (depth) => `${'f($_GET["a"], '.repeat(depth)}1`,
    'method calls': (depth) => `$a${'->b($c)'.repeat(depth)};`,
    'calls that may include': (depth) => `${'load_a("a.php", '.repeat(depth)}1${')'.repeat(depth)};`,
    'pieces of a name in a call': (depth) =>
      `function load_a($a) { include ${'$a . '.repeat(depth)}1; } load_a(${'$a . '.repeat(depth)}1);`,
    includes: (depth) => `${'include '.repeat(depth)}'a.php';`,
    'includes of parameters': (depth) =>
      `function f(${Array.from({length: depth}, (_, index) => `$p${index}`)}) { ${'include $p1; '.repeat(depth)} }`,
    'conditions round an input': (depth) => `${'isset($_GET["a"]) ? $_GET["a"] : '.repeat(depth)}1;`,
    'keys of an input': (depth) => `$_GET${'["a"]'.repeat(depth)};`,
    assignments: (depth) => `include $a; ${'$a = '.repeat(depth)}1;`,
    concatenations: (depth) => `include ${'$a . '.repeat(depth)}1;`,
    variables: (depth) => `${'$'.repeat(depth)}a;`,
    'SQL in pieces': (depth) => `${"'SELECT ' . ".repeat(depth)}1;`,
    casts: (depth) => `${'(int) '.repeat(depth)}$_GET['a'];`,
    'signs before an include': (depth) => `include ${'@'.repeat(depth)}'a';`,
    'opening tags': (depth) => '?><?php '.repeat(depth),
    names: (depth) => `${'a\\'.repeat(depth)}b();`,
    comments: (depth) => '/**/ // a\n# b\n'.repeat(depth),
    links: (depth) => `?><a href=${'"x" href='.repeat(depth)}`,
    forms: (depth) => `?>${'<form action="a.php"><input name="b">'.repeat(depth / 10)}`,
  }

  for (const [name, code] of Object.entries(CODE)) {
    it(`takes 100,000 nested or chained ${name}`, () => {
      const facts = analyse(Buffer.from(`<?php ${code(100_000)}`))
      expect(facts.lines).toBeGreaterThan(0)
    })
  }

  it('takes whatever never ends', () => {
    for (const open of [
      '"a $b',
      "'a",
      '`a $b',
      '<<<A\na $b\n',
      "<<<'A'\na\n",
      '/* a',
      '"{$a',
      '"${a',
      '"$a[',
      '#[',
      '__halt_compiler(',
    ]) {
      const source = `<?php ${open}${' b'.repeat(100)}`
      expect(analyse(Buffer.from(source)).bytes, open).toBe(source.length)
    }
  })

  it('takes a file of 10 MB in less than half a second', () => {
    const row = "  array('id' => 1234, 'name' => 'Ada Lovelace', 'url' => \"/people/1234\"),\n"
    const source = Buffer.from(`<?php\nreturn array(\n${row.repeat(Math.ceil(1e7 / row.length))});\n`)
    analyse(source.subarray(0, 1e6))
    const seconds = secondsOf(() => expect(analyse(source).returnsArray).toBe(2))
    expect(seconds).toBeLessThan(0.5 * SLOWER)
  })

  it('takes time in proportion to the file, whatever is repeated in it', () => {
    const repeated = [
      '(',
      '$a[',
      '<?',
      '<<<A',
      '<<<A\n',
      '"',
      "'",
      '"{$a[',
      '"$a',
      '{',
      ' ',
      '\r',
      '\0',
      '//',
      '<script language=php></script>',
      '<% $a ',
      'function f(',
      'enum a ',
      '$a = $b . ',
      '$a = 1; include $a;\n',
      '$a .= 1; include $a;\n',
      'yield ',
      '\\',
      '1_',
    ]
    for (const text of repeated) {
      const source = Buffer.from(`<?php ${text.repeat(3e5 / text.length)}`)
      expect(
        secondsOf(() => analyse(source)),
        JSON.stringify(text),
      ).toBeLessThan(0.5 * SLOWER)
    }
  })
})

/** Machines that run tests may be slow and busy; quadratic time would be minutes. */
const SLOWER = 4

/** Processor time. */
function secondsOf(run: () => void): number {
  const start = process.cpuUsage()
  run()
  return process.cpuUsage(start).user / 1e6
}
