// What book.php must answer. Run: migrate test
import assert from 'node:assert/strict'
import {cpSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after, test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {PhpArray} from 'banyan/php'
import {requestPage} from 'banyan/runtime'
import page from './book.php.ts'

const root = mkdtempSync(join(tmpdir(), 'bookshop-'))
after(() => rmSync(root, {recursive: true}))
cpSync(process.env.BOOKSHOP ?? fileURLToPath(new URL('../../bookshop', import.meta.url)), root, {recursive: true})
const server = {DOCUMENT_ROOT: root}

test('shows a book with its price', async () => {
  const {status, body} = await requestPage(page, {url: '/book.php?id=12', server})
  assert.equal(status, 200)
  assert.match(body, /<h2>Máj<\/h2>/)
  assert.match(body, /<td class="label">Price<\/td><td><b>[\d.]+,\d\d EUR<\/b>/)
})

test('takes a number as PHP does: what follows it is cut off', async () => {
  const asked = await requestPage(page, {url: '/book.php?id=12%20or%201=1', server})
  assert.match(asked.body, /<h2>Máj<\/h2>/)
})

test('answers 404 for a book that is not there, and still with a whole page', async () => {
  const {status, body} = await requestPage(page, {url: '/book.php?id=999', server})
  assert.equal(status, 404)
  assert.match(body, /no book with the number 999/)
  assert.match(body, /<\/html>\n$/)
})

test('says how many of the book are in the cart, and who is logged in', async () => {
  const session = {user: {id: 1, name: 'Anna <Müller>'}, cart: PhpArray.from([[12, 2]])}
  const {body} = await requestPage(page, {url: '/book.php?id=12', server, session})
  assert.match(body, /\(you have 2 already\)/)
  assert.match(body, /Hello, <b>Anna &lt;Müller&gt;<\/b>!/)
  assert.match(body, /2 books in your cart/)
})
