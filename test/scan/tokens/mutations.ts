/** Broken PHP of every kind, made from real PHP: the same for the same number. */

/** What people and tools leave in files, and what starts something in PHP that may never end. */
const JUNK = [
  '<<<<<<< HEAD\n', '=======\n', '>>>>>>> theirs\n', '"', "'", '`', '{$', '${', '{$a[', '$a[', '"$a->', '?>', '<?php ', '<?=', '<?',
  '<%', '%>', '<script language=php>', '</script>', '<?xml ', '/*', '*/', '//', '#', '#[', '<<<A\n', "<<<'A'\n", '<<<"A"\n', '\nA;\n',
  'b<<<A\n', '__halt_compiler();', '{', '}', '(', ')', '[', ']', ';', ',', '.', '\\', '$', '&', '->', '?->', '::', '=>', '...', '??', '|>',
  '\0', '\xff\xfe', '\xef\xbb\xbf', '\r', '\r\n', '\x80', ' ', '\n', '\t', '0x', '0b', '0o7', '1_', '.5', 'e5', '(int)', '( string )',
  '(void)', 'private(set)', 'function ', 'function &', 'fn', 'class ', 'new class(', 'interface ', 'trait ', 'enum A: int {', 'match (',
  'case ', 'default:', 'const ', 'namespace ', 'use ', 'yield from ', 'static ', 'abstract ', 'if (', 'else ', 'elseif (', 'endif;',
  'while (', 'foreach ($a as ', 'switch (', 'try {', 'catch (', 'include ', 'require_once(', 'return ', 'exit', 'goto a;', 'global $a, ',
  'isset(', 'list(', 'array(', '@', '$_GET[', "$_POST['a']", '$_SESSION["a"] = ', 'header(', 'setcookie(', 'session_start(', 'define(',
  "mysql_query('SELECT a FROM b WHERE c = ", 'INSERT INTO a VALUES (', '<form action="', '<input name="', '<a href="', "echo '<", '-->', '<!--',
] // biome-ignore format: a list of words

/** Longer source is cut: broken code is not more broken for being long. */
const LONGEST = 40_000

/** A piece of one of the originals, with changes. */
export function mutated(number: number, originals: readonly string[]): string {
  const random = randomOf(number)
  let source = pieceOf(originals, random)
  for (let changes = pick(random, 6); changes >= 0; changes--)
    source = changed(source, originals, random).slice(0, LONGEST)
  return source
}

type Random = () => number

/** Numbers from 0 to below 1 (mulberry32): the same for the same seed. */
function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const pick = (random: Random, length: number): number => Math.floor(random() * length)

/** A whole file, or some of its code. */
function pieceOf(originals: readonly string[], random: Random): string {
  const original = originals[pick(random, originals.length)] ?? ''
  if (random() < 0.3) return original.slice(0, LONGEST)
  const start = pick(random, original.length)
  return `<?php ${original.slice(start, start + pick(random, 2000))}`
}

function changed(source: string, originals: readonly string[], random: Random): string {
  const at = pick(random, source.length + 1)
  const end = at + pick(random, 200)
  switch (pick(random, 12)) {
    case 0:
      return source.slice(0, at)
    case 1:
      return source.slice(0, at) + String.fromCharCode(pick(random, 256)) + source.slice(at + 1)
    case 2:
      return source.slice(0, at) + source.slice(end)
    case 3:
      return source.slice(0, at) + pieceOf(originals, random).slice(0, 500) + source.slice(at)
    case 4:
      return source.slice(0, end) + source.slice(at)
    case 5:
      return (
        source.slice(0, at) + (JUNK[pick(random, JUNK.length)] ?? '').repeat(1 + pick(random, 300)) + source.slice(at)
      )
    case 6:
      return encoded(source, random)
    default:
      return source.slice(0, at) + (JUNK[pick(random, JUNK.length)] ?? '') + source.slice(at)
  }
}

/** As other systems write files. */
function encoded(source: string, random: Random): string {
  switch (pick(random, 5)) {
    case 0:
      return source.replaceAll('\n', '\r')
    case 1:
      return source.replaceAll('\n', '\r\n')
    case 2:
      return `\xff\xfe${Buffer.from(source, 'utf16le').toString('latin1')}`
    case 3:
      return `\xef\xbb\xbf${source}`
    default:
      return source.toUpperCase()
  }
}
