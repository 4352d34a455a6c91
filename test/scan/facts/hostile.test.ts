/** Sources that nobody would write, but that somebody may leave in a tree: facts must not take longer than their size. */
import {describe, expect, it} from 'vitest'
import {factsOfFile} from '../facts-of.ts'

/** Bytes of each: quadratic work on as many would take minutes. */
const SIZE = 300_000
/** Milliseconds; a few hundred are usual. */
const PATIENCE = 5000

const REPEATED: readonly string[] = [
  '$_GET,',
  'f($_GET,',
  "$_POST['a']['b'][$c].",
  '$a[$b[',
  '$a->$b::$c(',
  '@@@',
  '$$$a',
  'function f(function(',
  'function f(A &$a = array(',
  'catch(A|',
  '#[A(',
  'use A\\B ',
  'match($a){1=>',
  '?:??',
  "'SELECT a FROM b WHERE '.",
  "$sql .= 'SELECT a FROM b';",
  "$sql = 'SELECT a';",
  "'SELECT * FROM ((((((((';",
  '"SELECT `$a {$b} [',
  "'INSERT INTO ' . a(",
  "'SELECT /* -- # '.",
  '<<<A\nSELECT $a FROM\nA;\n',
  "'<form action=\"'.",
  '\'<input name="a" \'.',
  "'<!-- <script '.",
  '?><!--<?php ',
  '?><script <?php ',
  '?><input <?php ',
  '?><form action="<?= $a ?>',
  "strpos('<form ',",
  'register_shutdown_function(array($a,',
  "session_register('a',",
  "header('Location: ' . $a .",
  'define("A", A .',
  'static A|B|C|',
  "need('a.php',",
  'for(;;){if(1){',
  'A::B::C::',
  'new new new ',
  "isset($_GET['a']) ? ",
  'php://input',
]

describe('facts of hostile sources', () => {
  it.each(REPEATED)('take time in proportion to the size of %j', {timeout: 3 * PATIENCE}, (piece) => {
    const source = `<?php ${piece.repeat(Math.ceil(SIZE / piece.length))}`
    const start = performance.now()
    expect(factsOfFile(source).bytes).toBe(source.length)
    expect(performance.now() - start).toBeLessThan(PATIENCE)
  })

  it('are the same for more names than are remembered', () => {
    const calls = Array.from({length: 25_000}, (_, index) => `f${index}(); $x->m${index}(); f${index}();`)
    expect(factsOfFile(`<?php ${calls.join('')} mail('a', 'b', 'c');`)).toMatchObject({
      calls: {length: 25_001},
      notes: [{kind: 'mail'}],
    })
    expect(factsOfFile(`<?php ${'x'.repeat(100)}_db_query('SELECT a FROM b');`).databases).toMatchObject([
      {does: 'query'},
    ])
  })

  it('are found in half a file', () => {
    const source = `<?php echo "<form action='a.php'>"; $db->query("SELECT a FROM b WHERE c = '$_GET[d]'"); function f(A &$g) { match ($h) {`
    for (let end = 0; end <= source.length; end++) expect(factsOfFile(source.slice(0, end)).bytes).toBe(end)
  })
})
