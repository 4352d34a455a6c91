import {describe, expect, it} from 'vitest'
import {factsOf} from '../facts-of.ts'

const kinds = (code: string): string[] => factsOf(code).notes.map(({kind}) => kind)

describe('notes', () => {
  it.each([
    ["mysql_query('x')", 'database'],
    ["mysqli_connect('h')", 'database'],
    ["pg_query($c, 'x')", 'database'],
    ["new PDO('sqlite:a')", 'database'],
    ['$db->query($x)', 'database'],
    ["'SELECT a FROM b'", 'sql'],
    ['"select a from $b"', 'sql'],
    ['"UPDATE $table SET a = 1"', 'sql'],
    ["'delete from x where 1'", 'sql'],
    ["file_put_contents('a', 'b')", 'file-write'],
    ["fopen('a', 'w')", 'file-write'],
    ["fopen('a', 'r')", 'file-read'],
    ["readfile('a')", 'file-read'],
    ["move_uploaded_file('a', 'b')", 'upload'],
    ["mail('a', 'b', 'c')", 'mail'],
    ["exec('ls')", 'exec'],
    ['`ls`', 'exec'],
    ['eval($x)', 'eval'],
    ['extract($_POST)', 'extract'],
    ['parse_str($x)', 'extract'],
    ['$$x', 'variable-variable'],
    ['${"a" . $b}', 'variable-variable'],
    ['include $x', 'dynamic-include'],
    ["include $page . '.php'", 'dynamic-include'],
    ['$a = &$b', 'reference'],
    ['function f(&$a) {}', 'reference'],
    ['foreach ($a as &$b) {}', 'reference'],
    ['global $a, $b', 'global'],
    ["$GLOBALS['a'] = 1", 'global'],
    ['goto end', 'goto'],
    ['ob_start()', 'output-buffer'],
    ["die('x')", 'exit'],
    ['exit', 'exit'],
  ])('notes %s as %s', (code, kind) => {
    expect(kinds(`${code};`)).toEqual([kind])
  })

  it.each([
    ["'Select a book'"],
    ["'Update your profile'"],
    ["'mysql_query()'"],
    ['$x->mail()'],
    ['Mailer::exec()'],
    ['function unlink() {}'],
    ['parse_str($x, $y)'],
    ["include 'a.php'"],
    ["include ROOT . 'inc/a.php'"],
    ['$a & $b'],
    ['$a && $b'],
    ["$x = $GLOBALS['a']"],
    ['"${a} $b"'],
    ['/* eval($x) */'],
    ['$x->exit()'],
  ])('has nothing to note about %s', (code) => {
    expect(kinds(`${code};`)).toEqual([])
  })

  it('shows the whole call on one line', () => {
    expect(factsOf("\nmysql_query(\n  'DELETE'\n  . ' x', $link);").notes).toEqual([
      {kind: 'database', text: "mysql_query( 'DELETE' . ' x', $link)", line: 2},
    ])
  })
})
