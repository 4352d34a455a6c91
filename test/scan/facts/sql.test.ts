import {describe, expect, it} from 'vitest'
import type {SqlUse} from '../../../src/scan/types.ts'
import {factsOf} from '../facts-of.ts'

const statements = (code: string): SqlUse[] => factsOf(code).sql
/** Tables of the only statement, as `reads > writes`. */
const tables = (expression: string): string => {
  const all = statements(`query(${expression});`)
  expect(all).toHaveLength(1)
  return `${all[0]?.reads} > ${all[0]?.writes}`
}

describe('sql', () => {
  it('says what a statement does, where and how it is written', () => {
    expect(statements("function find() {\n  return $db->query('SELECT id FROM users');\n}")).toEqual([
      {verb: 'select', reads: ['users'], writes: [], text: "'SELECT id FROM users'", line: 2, inside: 'find'},
    ])
  })

  it.each([
    ["'select * from users u where u.id = 1'", 'users > '],
    ["'SELECT a.x, b.y FROM orders a, items AS b'", 'items,orders > '],
    ["'SELECT * FROM a LEFT JOIN b ON a.id = b.id INNER JOIN c USING (id)'", 'a,b,c > '],
    ["'SELECT * FROM a JOIN b ON a.x = b.x, c'", 'a,b,c > '],
    ["'SELECT * FROM (SELECT id FROM inner_table) x, outer_table'", 'inner_table,outer_table > '],
    ["'SELECT * FROM ((a JOIN b ON 1) JOIN c ON 1)'", 'a,b,c > '],
    ["'SELECT (SELECT COUNT(*) FROM posts) AS n FROM topics'", 'posts,topics > '],
    ["'SELECT id FROM a UNION ALL SELECT id FROM b'", 'a,b > '],
    ["'(SELECT 1 FROM a) UNION (SELECT 1 FROM b)'", 'a,b > '],
    ["'WITH recent AS (SELECT * FROM orders) SELECT * FROM recent JOIN users'", 'orders,users > '],
    ["'SELECT * FROM t WHERE id IN (SELECT t_id FROM u)'", 't,u > '],
    ["'SELECT * INTO backup FROM users'", 'users > backup'],
    ["'INSERT INTO users (name) VALUES (\\'x\\')'", ' > users'],
    ["'INSERT IGNORE INTO users SET name = 1'", ' > users'],
    ["'insert into archive select * from posts'", 'posts > archive'],
    ["'REPLACE INTO cache VALUES (1)'", ' > cache'],
    ["'UPDATE LOW_PRIORITY users SET a = 1 WHERE b IN (SELECT b FROM c)'", 'c > users'],
    ["'UPDATE users u JOIN groups g ON g.id = u.gid SET u.x = g.x'", 'groups > users'],
    ["'UPDATE u SET x = 1 FROM users u'", 'users > users'],
    ["'DELETE FROM sessions WHERE 1'", ' > sessions'],
    ["'DELETE a FROM users a JOIN bans b ON a.id = b.id'", 'bans > users'],
    ["'DELETE FROM a USING b WHERE a.id = b.id'", 'b > a'],
    ["'TRUNCATE TABLE log'", ' > log'],
    ["'CREATE TEMPORARY TABLE IF NOT EXISTS tmp (id INT)'", ' > tmp'],
    ["'CREATE TABLE copy AS SELECT * FROM users'", 'users > copy'],
    ["'CREATE UNIQUE INDEX i ON users (name)'", ' > users'],
    ["'ALTER TABLE users ADD COLUMN x INT'", ' > users'],
    ["'ALTER TABLE users RENAME TO people'", ' > people,users'],
    ["'DROP TABLE IF EXISTS a, b'", ' > a,b'],
    ["'CREATE DATABASE shop'", ' > '],
  ])('sees the tables of %s', (text, expected) => {
    expect(tables(text)).toBe(expected)
  })

  it.each([
    ['"SELECT * FROM `order` WHERE 1"', 'order > '],
    ['\'SELECT * FROM "order" WHERE 1\'', 'order > '],
    ["'SELECT * FROM [order] WHERE 1'", 'order > '],
    ["'SELECT * FROM shop.users, `shop`.`orders`'", 'shop.orders,shop.users > '],
    ["'SELECT * FROM {users} u'", 'users > '],
    ["'SELECT * FROM #__users'", '#__users > '],
    ["'SELECT * FROM :table_users u'", ':table_users > '],
  ])('takes off the quotes in %s', (text, expected) => {
    expect(tables(text)).toBe(expected)
  })

  it.each([
    ["'SELECT * FROM ' . TABLE_PREFIX . 'users WHERE 1'", '…users > '],
    ['"SELECT * FROM {$db->prefix}users WHERE 1"', '…users > '],
    ['"SELECT * FROM `" . DB_PREFIX . "user` u"', '…user > '],
    ["'SELECT * FROM ' . TABLE_ORDERS . ' o, ' . TABLE_ITEMS . ' i'", 'TABLE_ITEMS,TABLE_ORDERS > '],
    ["'SELECT * FROM ' . Shop::TABLE", 'Shop::TABLE > '],
    ['"SELECT * FROM $wpdb->posts p"', '$wpdb->posts > '],
    ['"SELECT * FROM $table WHERE 1"', '… > '],
    ["'SELECT * FROM ' . name_of($x) . ' WHERE 1'", '… > '],
    ["'SELECT * FROM ' . $table . 'WHERE 1'", '… > '],
    ["sprintf('DELETE FROM %slog WHERE id = %d', $prefix, $id)", ' > …log'],
    ["'UPDATE users' . $suffix . ' SET a = 1'", ' > users…'],
    ['"SELECT * FROM a $join WHERE x = \'$y\'"', 'a > '],
    ['<<<SQL\nSELECT *\nFROM {$p}a\nJOIN b\nSQL', 'b,…a > '],
    ["<<<'SQL'\nSELECT * FROM a\nSQL", 'a > '],
  ])('shows what is computed in the tables of %s', (expression, expected) => {
    expect(tables(expression)).toBe(expected)
  })

  it('takes the value of a variable that has only one', () => {
    expect(statements('$t = "users"; $db->query("SELECT 1 FROM $t WHERE 1");')[0]?.reads).toEqual(['users'])
    expect(statements('$t = PREFIX . "users"; query("SELECT 1 FROM $t");')[0]?.reads).toEqual(['…users'])
    expect(statements('$t = "a"; if ($x) $t = "b"; query("SELECT 1 FROM $t");')[0]?.reads).toEqual(['…'])
  })

  it('says what is put together at run time, and what only from constants', () => {
    const dynamic = (code: string) => statements(`query(${code});`)[0]?.dynamic
    expect(dynamic('"SELECT a FROM b WHERE c = $d"')).toBe(true)
    expect(dynamic("'SELECT a FROM b WHERE c = ' . f()")).toBe(true)
    expect(dynamic("'SELECT a FROM ' . TABLE_B")).toBeUndefined()
    expect(dynamic("'SELECT a FROM b WHERE c = ?'")).toBeUndefined()
  })

  it('follows what is appended', () => {
    const [first, ...others] = statements(
      "$sql = 'SELECT a'; $sql .= ' FROM b'; if ($x) { $sql .= \" JOIN c ON $y\"; } $other .= ' FROM d'; f($sql);",
    )
    expect(first).toMatchObject({reads: ['b', 'c'], dynamic: true})
    expect(others).toEqual([])
  })

  it('sees parts of queries that are written apart', () => {
    expect(statements("$from = ' FROM ' . USERS . ' u LEFT JOIN bans b ON b.id = u.id';")[0]).toMatchObject({
      verb: 'select',
      reads: ['USERS', 'bans'],
    })
  })

  it.each([
    ["'SELECT EXTRACT(YEAR FROM created), TRIM(LEADING \\'x\\' FROM name) FROM a'", 'a > '],
    ["'SELECT * FROM a WHERE b IS DISTINCT FROM c'", 'a > '],
    ["'SELECT * FROM generate_series(1, 9) g, a'", 'a > '],
    ["'SELECT 1 FROM DUAL'", ' > '],
    ["'SELECT \\'from nobody\\' FROM a -- from b'", 'a > '],
    ["'SELECT * FROM a /* FROM b */ WHERE 1'", 'a > '],
    ["'SELECT REPLACE(x, 1, 2), INSERT(y, 1, 2, 3) FROM a FOR UPDATE'", 'a > '],
    ["'INSERT INTO a VALUES (1) ON DUPLICATE KEY UPDATE b = 2'", ' > a'],
    ["'SELECT * FROM a ORDER BY b, c LIMIT 1, 2'", 'a > '],
    ["'SELECT * FROM a GROUP BY b, c HAVING d'", 'a > '],
    ["'SELECT x INTO OUTFILE \\'f\\' FROM a'", 'a > '],
    ["'CREATE TABLE a (b INT REFERENCES c (d), PRIMARY KEY (e))'", ' > a'],
    ["'CREATE TABLE {IF_NOT_EXISTS} a (b INT)'", ' > a'],
    ["'SELECT * FROM a USE INDEX (b, c) WHERE 1'", 'a > '],
    ["'UPDATE a SET b = 1, c = 2'", ' > a'],
  ])('takes no keyword, column or function of %s for a table', (text, expected) => {
    expect(tables(text)).toBe(expected)
  })

  it.each([
    ['Select a file from your computer'],
    ['select one or more items from the list below'],
    ['Select item from list'],
    ['SELECT A CATEGORY'],
    ['Delete from cart'],
    ['Update your profile'],
    ['Update required in this folder'],
    ['UPDATE needs a table and at least one set().'],
    ['Insert into the document'],
    ['Create table of contents'],
    ['Drop us a line'],
    ['Replace all'],
    ['From last 30 days'],
    ['Join Requests for'],
    ['select option:first'],
    ['update'],
    ['selected'],
  ])('does not take “%s” for SQL', (text) => {
    expect(statements(`echo '${text}'; $label = "${text}"; f(array('${text}' => '${text}'));`)).toEqual([])
  })

  it('leaves comments, code and HTML alone', () => {
    expect(statements('/* SELECT a FROM b */ // DELETE FROM c\n $x->select($from); delete_from($y);')).toEqual([])
  })
})

describe('tables', () => {
  it('are those of all SQL, each once, sorted', () => {
    const {tables: all} = factsOf(
      "q('SELECT 1 FROM b'); q('SELECT 1 FROM a, b'); q('DELETE FROM c'); q('UPDATE a SET x = 1');",
    )
    expect(all).toEqual({reads: ['a', 'b'], writes: ['a', 'c']})
    expect(factsOf("echo 'nothing';").tables).toEqual({reads: [], writes: []})
  })
})
