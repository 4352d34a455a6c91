import {expect, test} from 'vitest'
import {makeProject} from '../support/project.ts'

test('a scaffold lists the queries of its page, to tick off', () => {
  const project = makeProject({
    'cart.php': `<?php\nmysql_query('SELECT a FROM carts');\nmysql_query("DELETE FROM carts WHERE id = $id");\n`,
  })
  project.migrate(['scan', project.docroot])
  project.migrate(['scaffold', 'cart.php'])
  const handler = project.read('handlers/cart.php.ts')
  expect(handler).toContain("// Queries\n//   [ ] 'SELECT a FROM carts'  cart.php:2\n")
  expect(handler).toMatch(/\[ \] .*DELETE FROM carts.* cart\.php:3/)
})
