import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {analyse} from '../../../src/scan/analyse.ts'
import {Kind} from '../../../src/scan/tokens/kinds.ts'
import {tokenize} from '../../../src/scan/tokens/tokenize.ts'
import {ourTokens, type PhpTokens, phpTokens} from './php-tokens.ts'

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
  '<?php X::class; X::list(); $a->include; f(array: 1, static: 2, default : 3); f(Y ? if::A : 1);',
  '<?php class A { const LIST = 1, EXIT = 2; function include() {} function &new() {} use T { a as list; b as protected print; } }',
  '<?php enum E: int { case Array; case If = 1; } enum F {} $enum = enum::x; function enum() {} class Enum extends X {}',
  '<?php switch ($a) { case array(1): case isset($b): case X; default: exit; } foreach ($a as list($b, $c)) {} foreach ($a as $b => [$c]) {}',
  '<?php yield from f(); yield\n from f(); yield fromage(); yield; $a = yield $b => $c;',
  '<?php match ($x) { 1, 2 => 3, default => match (true) { default => 4 } }; $a->match(1); X::match; match;',
  '<?php IF (TRUE) Echo 1; ELSEIF (2): EndIf; Function F() { RETURN New Self; } __Halt_Compiler();x',
  '<?php instanceof INSTANCEOF; clone $a; CLONE($a); insteadof; readonly(1); public readonly int $x; var $y;',
  "<?php f(...); $a->b(...); A::b(...); new class(1) extends B implements C, D {}; [, $a] = [1, 2]; ['a' => $b] = $c;",
  '<?php fn&($x) => $x; fn(int|string $a, ?B $c = null, D&E $f): static => $a; function f(): (A&B)|null {}',
  '<?php declare(strict_types=1); goto a; a: const B = 1; use const C\\D; use function C\\{e, f as g}; use H\\{I, J as K};',
  '<?php namespace A; namespace\\b(); \\A\\b::C; A\\array; \\list; function b\\c;',
  '<?php "\\$a \\{$b} {$c->d[\'e\']->f()} ${g}[0] $h[i][j] $k->l->m {$n}[o] $p[-0] $q[0o7] $r[1_0] $s[99999999999999999999]";',
  '<?php <<<A\r\ntext\r\nA;\r\n<<<"B"\rtext $a\rB;',
  "<?php <<<'A'\n\n\nA. <<<A\n\n  $a\n  A . <<<A\n A\n;",
  '<?php <<<A\n A A\nA\n;A;',
  '<?php <<<A\nA1\n A_\n\tA\n;',
  '<?php <<<A\nA',
  "<?php <<<'A'\nx\n  A",
  '<?php <<<A\n$x\nA',
  '<?php // a ?><?php # b\r?>c<?php /* ?> */ ?>\r\n\r\n<?= 1 ?>\n<?php /*/ a */ ?>',
  '<?php\r\necho 1;\r\n?>\r\n<?php\recho 1;\r?>\rend',
  '<?php $a = [1, 2, 3,][0x1_F]; $b = 0O17 + 0b1_0 + 1_000.5 + 1e+5 + 1E-5 + .5e1 + 1.e1 + 1_; 0_8; 0b; 0o; 0x_1;',
  '<?php $a->{$b}; $a->{"b"}; $a::{$b}(); $a->$b; $$a[0]; ${$a}[0]; &$a; & $a; &...$a; $a&$b; $a && $b;',
  '<?php $a -> b; $a\n->c; $a?->\n/* d */e; $a->#f\ng; $a->#[h\ni; $a->b"c";',
  '<?php #[A, B(1)] #[C] function f(#[D] $e) {} #e\n#',
  '<?php \0 $a \0; "a\0b"; \'a\0b\'; // \0 \n/* \0 */ ?>\0<?php \0-> \0=> \0== $a\0',
  '<?php const __halt_compiler ( ) ; data',
  '<?php A::__halt_compiler(); data',
  '<?php __halt_compiler ?> <?php ( ) ?> data',
  '<?php __halt_compiler __halt_compiler ( ) ; data',
  '<?php __halt_compiler ( /* not closed */ ',
  '<?php $a->__halt_compiler(); not data',
  Buffer.from('<?php echo 1;', 'utf16le').toString('latin1'),
  `\xff\xfe${Buffer.from('<?php echo "é $a";', 'utf16le').toString('latin1')}`,
]

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
