import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {analyse} from '../../../src/scan/analyse.ts'
import {Kind} from '../../../src/scan/tokens/kinds.ts'
import {tokenize} from '../../../src/scan/tokens/tokenize.ts'
import {ourTokens, type PhpTokens, phpTokens} from './php-tokens.ts'
import {SNIPPETS} from './snippets.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

function phpFilesBelow(directory: string): string[] {
  return readdirSync(`${root}${directory}`, {recursive: true, encoding: 'utf8'})
    .filter((name) => /\.(php\d?|inc|phtml)$/.test(name))
    .map((name) => `${root}${directory}/${name}`)
}

describe('tokenize', () => {
  it('gives the tokens that PHP itself gives, for tricky code', () => {
    const sources = SNIPPETS.map((snippet) => Buffer.from(snippet, 'latin1'))
    const expected = phpTokens(sources)
    sources.forEach((source, index) => {
      const {isValid, tokens} = expected[index] as PhpTokens
      expect(ourTokens(source, isValid), SNIPPETS[index]).toEqual(tokens)
    })
  })

  it('gives the tokens that PHP itself gives, for the test sites', () => {
    const files = [...phpFilesBelow('test/sites'), ...phpFilesBelow('examples')]
    // PHP 7 took `<script language="php">` away; its own test is below.
    const sources = files.map((file) => readFileSync(file))
    const kept = files.map((_, index) => index).filter((index) => !sources[index]?.includes('<script language='))
    expect(kept.length).toBeGreaterThan(10)
    const expected = phpTokens(kept.map((index) => sources[index] ?? Buffer.alloc(0)))
    kept.forEach((index, position) => {
      const {isValid, tokens} = expected[position] as PhpTokens
      expect(ourTokens(sources[index] ?? Buffer.alloc(0), isValid), files[index]).toEqual(tokens)
    })
  })

  it('opens and closes PHP by script tags, as PHP did before 7', () => {
    const tokens = ourTokens(
      Buffer.from('<p><SCRIPT Language = "PHP">$a;</script >\n<b><script language=php>1</script>'),
    )
    expect(tokens.map((token) => token.split(' ')[0])).toEqual([
      'html',
      'open',
      'variable',
      ';',
      'close',
      'html',
      'open',
      'number',
      'close',
    ])
  })

  it('takes an XML declaration for text', () => {
    expect(ourTokens(Buffer.from('<?xml version="1.0"?><a/>'))).toEqual(['html 0-25'])
    expect(ourTokens(Buffer.from('<?xml-stylesheet href="a"?>'))).toEqual(['html 0-27'])
    expect(ourTokens(Buffer.from('<?xmlrpc();'))[0]).toBe('open 0-2')
  })

  it('reads PHP between asp tags, as PHP before 7 could', () => {
    const page = '<p>\n<% if ($a): // %>\n<%= $a->b % 2 %>\n<% endif %>\n</p>'
    expect(textsOf(page)).toEqual([
      ...['<p>\n', '<%', 'if', '(', '$a', ')', ':', '%>\n'],
      ...['<%=', '$a', '->', 'b', '%', '2', '%>\n', '<%', 'endif', '%>\n', '</p>'],
    ])
  })

  it('takes asp tags for text where they are of another language, or beside tags of PHP', () => {
    const others = [
      '<%@ page language="java" %><% int $a = 1; %>', // JSP
      '<%@ Language=VBScript %><% Response.Write($a) %>', // ASP
      '<% items.each do |item| %><%= item.name %>', // ERB
      '<%- include("head") %><% $a = 1 %>', // EJS
      '<script type="text/template"><% _.each(items, function (item) { %><%= item.name %><%= $el.name %><%= $(el) %>',
      '<%= total %>',
      '<% $a = 1; %><?php echo 1 ?>',
    ]
    for (const source of others) expect(textsOf(source)[0], source).toMatch(/<%[\s\S]*%>/)
  })

  it('knows what came after PHP 8.2', () => {
    expect(
      textsOf('<?php class A { public private(set) int $a; PROTECTED(SET) string $b { get => 1; set(int $c) {} } }'),
    ).toEqual([
      ...[
        '<?php ',
        'class',
        'A',
        '{',
        'public',
        'private(set)',
        'int',
        '$a',
        ';',
        'PROTECTED(SET)',
        'string',
        '$b',
        '{',
      ],
      ...['get', '=>', '1', ';', 'set', '(', 'int', '$c', ')', '{', '}', '}', '}'],
    ])
    expect(textsOf('<?php (void) f(); f(void); function void(void) {} $a |> strlen(...) |> g(...);')).toEqual([
      ...[
        '<?php ',
        '(void)',
        'f',
        '(',
        ')',
        ';',
        'f',
        '(',
        'void',
        ')',
        ';',
        'function',
        'void',
        '(',
        'void',
        ')',
        '{',
        '}',
      ],
      ...['$a', '|>', 'strlen', '(', '...', ')', '|>', 'g', '(', '...', ')', ';'],
    ])
    expect(
      textsOf('<?php clone($a, [1]); final public const int A = 1; new A()->b(); #[NoDiscard] fn() => 1;'),
    ).toEqual([
      ...[
        '<?php ',
        'clone',
        '(',
        '$a',
        ',',
        '[',
        '1',
        ']',
        ')',
        ';',
        'final',
        'public',
        'const',
        'int',
        'A',
        '=',
        '1',
        ';',
      ],
      ...['new', 'A', '(', ')', '->', 'b', '(', ')', ';', '#[', 'NoDiscard', ']', 'fn', '(', ')', '=>', '1', ';'],
    ])
  })

  it('takes keywords in any case, and no other word for one', () => {
    const kindOf = (word: string): number | undefined => tokenize(`<?php ${word}\n`).kinds[1]
    for (const word of [
      'if',
      'elseif',
      '__halt_compiler',
      'include_once',
      'EndForeach',
      'xor',
      'fn',
      'as',
      'enddeclare',
    ]) {
      expect(kindOf(word), word).toBeGreaterThanOrEqual(Kind.And)
      expect(kindOf(word.toUpperCase()), word).toBe(kindOf(word.toLowerCase()))
    }
    // As long as a keyword, with its first letter, or longer by 32, which is as long to a shift.
    for (const word of [
      'ix',
      'i',
      '_',
      'clasp',
      '__halt_compilex',
      'functioN1',
      `if${'f'.repeat(32)}`,
      'fo\xd2',
      'D\xcf',
    ])
      expect(kindOf(word), word).toBe(Kind.Name)
  })

  it('leaves data after __halt_compiler alone', () => {
    const {kinds, count} = tokenize('<?php echo 1; __halt_compiler(); $_GET["x"]')
    expect(kinds[count - 1]).toBe(Kind.HaltData)
    expect(analyse(Buffer.from('<?php __halt_compiler(); $_GET["x"]\0')).inputs).toEqual([])
    expect(analyse(Buffer.from('<?php __halt_compiler();\0')).problems).toEqual([])
  })
})

/** What the tokens of a source say. */
function textsOf(source: string): string[] {
  const {count, starts, ends} = tokenize(source)
  return Array.from({length: count}, (_, index) => source.slice(starts[index], ends[index]))
}
