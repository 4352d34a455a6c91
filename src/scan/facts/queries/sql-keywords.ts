/** Words of SQL that tell names from all else; of the dialects that PHP's extensions speak. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** What ends a list of tables. */
export const CLAUSES = words(
  'WHERE GROUP ORDER HAVING LIMIT SET VALUES VALUE UNION EXCEPT INTERSECT MINUS PROCEDURE WINDOW RETURNING OFFSET ' +
    'FETCH FOR LOCK SELECT DEFAULT START CONNECT',
)

/** Stand between a verb or clause and the table that it is about. */
export const BEFORE_TABLE = words('ONLY LATERAL LOW_PRIORITY HIGH_PRIORITY DELAYED QUICK IGNORE IF NOT EXISTS TABLE')

/** No name of a table without quotes. */
export const NO_TABLE = words(
  'SELECT WHERE SET VALUES ON USING GROUP ORDER HAVING LIMIT UNION LEFT RIGHT INNER OUTER CROSS NATURAL JOIN AS AND OR ' +
    'NOT IN IS NULL LIKE BETWEEN EXISTS CASE WHEN THEN ELSE FROM INTO TABLE UPDATE DELETE INSERT BY DISTINCT ALL IF ' +
    'DUAL OUTFILE DUMPFILE',
)

/** No other name of a table, and no column that follows another without a sign between them. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...CLAUSES,
  ...BEFORE_TABLE,
  ...NO_TABLE,
  ...words(
    'FULL STRAIGHT_JOIN ILIKE RLIKE REGEXP SIMILAR END USE FORCE PARTITION WITH ASC DESC INTERVAL DIV MOD XOR COLLATE ' +
      'SEPARATOR TABLESAMPLE FINAL DUPLICATE KEY ANY SOME TOP TRUE FALSE PERCENT ROWS ROW NEXT FIRST LAST BINARY ESCAPE ' +
      'SQL_CALC_FOUND_ROWS SQL_NO_CACHE SQL_CACHE SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT DISTINCTROW OVER ' +
      'YEAR MONTH DAY HOUR MINUTE SECOND WEEK QUARTER AGAINST UNKNOWN SHARE MODE NOWAIT SKIP PIVOT UNPIVOT ADD DROP ' +
      'CHANGE MODIFY ALTER RENAME TO REPLACE PRIMARY UNIQUE INDEX',
  ),
])

/** What `CREATE`, `ALTER` and `DROP` are about beside tables. */
export const OBJECTS = words(
  'DATABASE SCHEMA USER ROLE FUNCTION PROCEDURE TRIGGER SEQUENCE TYPE EXTENSION EVENT DOMAIN RULE TABLESPACE GENERATOR ' +
    'SERVER SESSION SYSTEM AGGREGATE OPERATOR CAST LANGUAGE POLICY SYNONYM PACKAGE',
)

/** Stand between `CREATE`, `ALTER` or `DROP` and what they are about. */
export const BEFORE_OBJECT = words(
  'OR REPLACE TEMPORARY TEMP GLOBAL LOCAL UNLOGGED UNIQUE FULLTEXT SPATIAL CLUSTERED NONCLUSTERED BITMAP MATERIALIZED ' +
    'EXTERNAL VIRTUAL FOREIGN ONLINE OFFLINE IGNORE PUBLIC COLUMN',
)

/** Stand between `INSERT` or `REPLACE` and `INTO`. */
export const BEFORE_INTO = words('LOW_PRIORITY HIGH_PRIORITY DELAYED IGNORE OR REPLACE ROLLBACK ABORT FAIL OVERWRITE')

/** English words that no one names a table or column: what has them is a sentence. */
export const PROSE = words(
  'THE AN YOUR OUR MY HIS HER THEIR ITS THIS THAT THESE THOSE WHICH EVERY OF PLEASE BELOW ABOVE YOU WE IT',
)

/** All words that mean something here, by their two usual spellings: in capitals and in small letters. */
export const KNOWN: ReadonlyMap<string, string> = new Map(
  [
    ...KEYWORDS,
    ...OBJECTS,
    ...BEFORE_OBJECT,
    ...BEFORE_INTO,
    ...PROSE,
    ...words('A CREATE TRUNCATE VIEW RECURSIVE USING'),
  ].flatMap((word) => [
    [word, word],
    [word.toLowerCase(), word],
  ]),
)
