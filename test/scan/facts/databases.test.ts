import {describe, expect, it} from 'vitest'
import {factsOf} from '../facts-of.ts'

const uses = (code: string): string[] => factsOf(code).databases.map(({layer, does}) => `${layer} ${does}`)

describe('databases', () => {
  it.each([
    ["mysql_connect('h')", 'mysql connect'],
    ['mysql_query($q)', 'mysql query'],
    ['mysql_fetch_assoc($r)', 'mysql fetch'],
    ['mysql_num_rows($r)', 'mysql fetch'],
    ['mysql_real_escape_string($s)', 'mysql escape'],
    ["mysql_select_db('a')", 'mysql other'],
    ["new mysqli('h')", 'mysqli connect'],
    ['mysqli_query($c, $q)', 'mysqli query'],
    ['mysqli_prepare($c, $q)', 'mysqli prepare'],
    ['mysqli_stmt_execute($s)', 'mysqli query'],
    ['mysqli_begin_transaction($c)', 'mysqli transaction'],
    ["new \\PDO('sqlite:a')", 'pdo connect'],
    ["pg_pconnect('a')", 'pgsql connect'],
    ['pg_query_params($c, $q, [])', 'pgsql query'],
    ["sqlite_open('a')", 'sqlite connect'],
    ["new SQLite3('a')", 'sqlite3 connect'],
    ["odbc_exec($c, 'x')", 'odbc query'],
    ['oci_parse($c, $q)', 'oci8 prepare'],
    ['ociexecute($s)', 'oci8 query'],
    ['mssql_query($q)', 'mssql query'],
    ['sqlsrv_fetch_array($s)', 'sqlsrv fetch'],
    ['ibase_commit($t)', 'interbase transaction'],
    ["ADONewConnection('mysql')", 'adodb connect'],
    ["$db->Execute('SELECT a FROM b')", 'adodb query'],
    ["$conn->GetRow('SELECT a FROM b')", 'adodb query'],
    ['$rs->MoveNext()', 'adodb fetch'],
    ['DB::connect($dsn)', 'pear connect'],
    ['MDB2::factory($dsn)', 'pear connect'],
    ["$db->limitQuery('SELECT a FROM b', 0, 10)", 'pear query'],
    ["$wpdb->get_results('SELECT a FROM b')", 'wpdb query'],
    ["$wpdb->prepare('SELECT a FROM b')", 'wpdb prepare'],
    ['$db->query($x)', 'own query'],
    ['$this->db->query($x)', 'own query'],
    ['get_db()->query($x)', 'own query'],
    ["$store->query('SELECT a FROM b')", 'own query'],
    ["Database::run_query('SELECT a FROM b')", 'own query'],
    ["$x->fetch_list('SELECT a FROM b')", 'own query'],
    ['$this->query($sql)', 'own query'],
    ['$db->sql_query($sql)', 'own query'],
    ['$db->sql_fetchrow($r)', 'own fetch'],
    ['$result->fetch_assoc()', 'mysqli fetch'],
    ['$db->fetch_array($result)', 'own fetch'],
    ['$stmt->execute([1])', 'own query'],
    ['$stmt->fetchAll()', 'pdo fetch'],
    ['$pdo->beginTransaction()', 'pdo transaction'],
    ['$db->quote($x)', 'own escape'],
    ["db_query('SELECT a FROM b')", 'own query'],
    ["run_query($link, 'SELECT a FROM b')", 'own query'],
    ['db_fetch_row($r)', 'own fetch'],
    ["shop_query(sprintf('SELECT a FROM b WHERE c = %d', $d))", 'own query'],
  ])('takes %s for %s', (code, expected) => {
    expect(uses(`${code};`)).toEqual([expected])
  })

  it('knows what an object is that is made in the same file', () => {
    expect(uses("$a = new PDO($x); $a->query('SELECT 1'); $b = new mysqli; $b->query($q);")).toEqual([
      'pdo connect',
      'pdo query',
      'mysqli connect',
      'mysqli query',
    ])
  })

  it('follows SQL in a variable', () => {
    expect(uses("$text = 'SELECT a FROM b'; $db->run_query($text); send_query($text); $log->write($text);")).toEqual([
      'own query',
      'own query',
    ])
  })

  it('shows the call with its object, and where it stands', () => {
    expect(factsOf("function f() {\n  $this->db->query('DELETE FROM a');\n}").databases).toEqual([
      {layer: 'own', does: 'query', text: "$this->db->query('DELETE FROM a')", line: 2, inside: 'f'},
    ])
  })

  it.each([
    ['$xpath->query($expression)'],
    ['$this->cart->query()'],
    ['$smarty->fetch($template)'],
    ['$form->select($options)'],
    ["$log->debug('SELECT a FROM b')"],
    ["$this->assertEquals('SELECT a FROM b', $x)"],
    ["str_replace('a', 'b', $sql)"],
    ['http_build_query($query)'],
    ["exec('ls')"],
    ['mysql_to_iso($date)'],
    ['function mysql_query() {}'],
    ["'mysql_query(1)'"],
    ['// $db->query($x)\n1'],
    ['$user->insert($x)'],
    ['new Database($x)'],
    ['new \\Shop\\PDO($x)'],
  ])('does not take %s for a use of a database', (code) => {
    expect(uses(`${code};`)).toEqual([])
  })
})
