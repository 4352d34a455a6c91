import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {analyse} from '../../../src/scan/analyse.ts'
import {Kind} from '../../../src/scan/tokens/kinds.ts'
import {tokenize} from '../../../src/scan/tokens/tokenize.ts'
import {ourTokens, phpTokens} from './php-tokens.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

function phpFilesBelow(directory: string): string[] {
  return readdirSync(`${root}${directory}`, {recursive: true, encoding: 'utf8'})
    .filter((name) => /\.(php\d?|inc|phtml)$/.test(name))
    .map((name) => `${root}${directory}/${name}`)
}

const SNIPPETS: readonly string[] = [
  '',
  'only text',
  '<?php',
  '<?php\n',
  '<?phpx echo 1;',
  '<?PHP echo 1 ?>\n\nafter',
  'a<?= $x ?>b<?= $y, 1 ?>\r\nc<?php ?>\rd',
  '<? echo 1 ?>',
  '<?php // comment ?>text<?php # other ?>text',
  '<?php // one\r$a; # two\r\n$b;\r/* three */ $c',
  '<?php /** doc */ /* unterminated ',
  '<?php "a $b c"; "a $b[c] $b[0] $b[-1] $b[$d] $b[0x1F] $b[01] $e->f->g $e?->f $h?x";',
  '<?php "{$a["x{$b}"]} ${c} ${d[1]} ${e->f} {$g->h()} \\{$i} \\$j $ {";',
  '<?php "$a[x]$b[y][z]"; "$a->b[c]"; "$a->1";',
  '<?php `ls $dir {$x[1]}`; `pwd`; ``;',
  "<?php 'it\\'s' . 'a\\\\' . b'c' . B\"d\" . b\"e $f\";",
  '<?php <<<A\nx $y {$z[1]}\nA;\n$b;',
  "<?php <<<'A'\nx $y {$z}\n  A;\n$b;",
  '<?php <<<"A"\nA;\n$b;',
  '<?php <<<A\n  x\n  Ab\n  A . "x";',
  '<?php f(<<<A\n\ttext\n\tA, <<<B\nmore $x\nB);',
  '<?php <<<A\n\\\nA\n;',
  '<?php <<<A\n$x\nA;',
  '<?php <<<A\n{$a[<<<B\ninner $x\nB]}\nA;',
  '<?php b<<<A\nx\nA;',
  '<?php <<< "not closed\nA',
  '<?php (int) $a; ( Float )$b; (string)$c; (array) (object) (bool) (boolean) (unset) (binary) (double) (real) (integer) 1;',
  '<?php (ints) $a; (\nint) $b; ( (int) );',
  '<?php 1_000 + 0x1F + 0b11 + 0o17 + 017 + 1.5e-3 + .5 + 1. + 1e5 + 1_0.5_0 + 0XaB + 1..2 + 1._5 + 0x + 0b2;',
  '<?php #[Attribute(1)] class A { #[B] public $c; } #comment',
  '<?php namespace A\\B; use \\C\\D as E; namespace\\f(); \\strlen(1); A \\ B; use function F\\g;',
  '<?php $a?->b?->c; $a ?? $b; $a ??= 1; $a ? -> b; $x?->if;',
  '<?php $a->class; $a->list(); A::class; A::new(); $a -> /* c */ print; fn() => 1; function list() {}',
  '<?php $a <=> $b; $a <> $b; $a <<= 1; $a << 1; $a ** 2; $a **= 2; f(...$x); f(...); $a .= 1; $a . .5;',
  '<?php if ($a): else: endif; switch ($x): case 1: endswitch; foreach ($a as $k => &$v): endforeach; goto end; end:',
  '<?php function f(&$a, &...$b) { yield 1; } $a & $b; $a && $b; $a &= $b; f(& $c);',
  '<?php $$a; $$$a; ${"x"}; $a{0}; $ x; @$y; $_GET;',
  '<?php echo 1; __halt_compiler(); binary <?php data ?> $x',
  '<?php __HALT_COMPILER ( ) ?>\ndata',
  '<?php { ?> text <?php } ?> more <?php }}} ?>',
  '<?php "unterminated $x and {$y',
  "<?php 'unterminated",
  '<?php `unterminated $x',
  '<?php <<<A\nunterminated $x',
  '#!/usr/bin/php\n<?php echo 1;',
  '\xef\xbb\xbf<?php echo 1;',
  '<?php $\xe9t\xe9 = "\xe9"; f\xfcnf(); \xff;',
  '<?php $a = 1 \x01 \x7f \\ ~ ^ | % ! ;',
  '<?php match(true) { default => 1 }; enum A: string { case B = "b"; } readonly class C {}',
  '<?php static fn(): ?int => 1; abstract final class D { private const E = 1; }',
]

describe('tokenize', () => {
  it('gives the tokens that PHP itself gives, for tricky code', () => {
    const sources = SNIPPETS.map((snippet) => Buffer.from(snippet, 'latin1'))
    const expected = phpTokens(sources)
    sources.forEach((source, index) => {
      expect(ourTokens(source), SNIPPETS[index]).toEqual(expected[index])
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
      expect(ourTokens(sources[index] ?? Buffer.alloc(0)), files[index]).toEqual(expected[position])
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
  })

  it('covers every byte once and in order, whatever the bytes are', () => {
    for (const source of mutations(600)) {
      const {count, starts, ends} = tokenize(source)
      let at = 0
      for (let index = 0; index < count; index++) {
        expect(starts[index]).toBeGreaterThanOrEqual(at)
        expect(ends[index]).toBeGreaterThan(starts[index] ?? 0)
        at = ends[index] ?? 0
      }
      expect(at).toBeLessThanOrEqual(source.length)
    }
  })

  it('finds the same as PHP in mutated code of which PHP makes tokens at all', () => {
    const sources = mutations(300).map((source) => Buffer.from(source, 'latin1'))
    const expected = phpTokens(sources)
    const same = sources.filter((source, index) => ourTokens(source).join() === expected[index]?.join())
    // PHP gives up on some broken code in its own ways; nearly all is equal all the same.
    expect(same.length / sources.length).toBeGreaterThan(0.97)
  })
})

describe('analyse', () => {
  it('never throws, whatever the bytes are', () => {
    for (const source of mutations(1500)) expect(analyse(Buffer.from(source, 'latin1')).bytes).toBe(source.length)
  })

  const DEEP: Record<string, (depth: number) => string> = {
    brackets: (depth) => `<?php ${'('.repeat(depth)}${')'.repeat(depth)};`,
    'open brackets': (depth) => `<?php f(${'['.repeat(depth)}`,
    blocks: (depth) => `<?php ${'if (1) {'.repeat(depth)}${'}'.repeat(depth)}`,
    interpolations: (depth) => `<?php ${'"{$a['.repeat(depth)}1${']}"'.repeat(depth)};`,
    functions: (depth) => `<?php ${'function f(function() {'.repeat(depth)}`,
    calls: (depth) => `<?php ${'f($_GET["a"], '.repeat(depth)}1`,
    'calls that may include': (depth) => `<?php ${'load_a("a.php", '.repeat(depth)}1${')'.repeat(depth)};`,
    'pieces of a name in a call': (depth) =>
      `<?php function load_a($a) { include ${'$a . '.repeat(depth)}1; } load_a(${'$a . '.repeat(depth)}1);`,
    includes: (depth) => `<?php ${'include '.repeat(depth)}'a.php';`,
    'conditions round an input': (depth) => `<?php ${'isset($_GET["a"]) ? $_GET["a"] : '.repeat(depth)}1;`,
    assignments: (depth) => `<?php include $a; ${'$a = '.repeat(depth)}1;`,
    concatenations: (depth) => `<?php include ${'$a . '.repeat(depth)}1;`,
    heredocs: (depth) => `<?php ${'<<<A\n{$a['.repeat(depth)}`,
    classes: (depth) => `<?php ${'new class('.repeat(depth)}`,
    variables: (depth) => `<?php ${'$'.repeat(depth)}a;`,
    'SQL in pieces': (depth) => `<?php ${"'SELECT ' . ".repeat(depth)}1;`,
    casts: (depth) => `<?php ${'(int) '.repeat(depth)}$_GET['a'];`,
    'signs before an include': (depth) => `<?php include ${'@'.repeat(depth)}'a';`,
    links: (depth) => `<a href=${'"x" href='.repeat(depth)}`,
  }

  for (const [name, code] of Object.entries(DEEP)) {
    it(`takes 100,000 nested or chained ${name}`, () => {
      const facts = analyse(Buffer.from(code(100_000)))
      expect(facts.lines).toBeGreaterThan(0)
    })
  }

  it('takes a file of 10 MB', () => {
    const row = "  array('id' => 1234, 'name' => 'Ada Lovelace', 'url' => \"/people/1234\"),\n"
    const source = Buffer.from(`<?php\nreturn array(\n${row.repeat(Math.ceil(1e7 / row.length))});\n`)
    const facts = analyse(source)
    expect(facts.returnsArray).toBe(2)
  })

  it('leaves data after __halt_compiler alone', () => {
    const {kinds, count} = tokenize('<?php echo 1; __halt_compiler(); $_GET["x"]')
    expect(kinds[count - 1]).toBe(Kind.HaltData)
    expect(analyse(Buffer.from('<?php __halt_compiler(); $_GET["x"]\0')).inputs).toEqual([])
    expect(analyse(Buffer.from('<?php __halt_compiler();\0')).problems).toEqual([])
  })
})

/** Mutated snippets and sites, the same in every run. */
function mutations(count: number): string[] {
  const random = seeded(20_061)
  const originals = [...SNIPPETS, ...phpFilesBelow('test/sites').map((file) => readFileSync(file, 'latin1'))].filter(
    (source) => source.length > 8,
  )
  const junk = [
    '<<<<<<< HEAD\n',
    '"',
    "'",
    '{$',
    '${',
    '?>',
    '<?php ',
    '/*',
    '<<<A\n',
    '\0',
    '\xff\xfe',
    '`',
    '#[',
    '\r',
    '__halt_compiler();',
    '}',
    '\\',
  ]
  const pick = (length: number): number => Math.floor(random() * length)
  return Array.from({length: count}, () => {
    let source = originals[pick(originals.length)] ?? ''
    for (let change = pick(4); change >= 0; change--) {
      const at = pick(source.length)
      const piece = [
        () => source.slice(0, at),
        () => source.slice(0, at) + (junk[pick(junk.length)] ?? '') + source.slice(at),
        () => source.slice(0, at) + source.slice(at + pick(40)),
        () => source.slice(0, at) + String.fromCharCode(pick(256)) + source.slice(at + 1),
      ][pick(4)]
      source = piece?.() ?? source
    }
    return source
  })
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
