/** The bookshop's `book.php`, to be mounted anywhere. Its PHP site is in BOOKSHOP, else the example beside this folder. */
import {fileURLToPath} from 'node:url'
import {toFetch} from 'banyan/runtime'
import page from '../bookshop-ts/handlers/book.php.ts'

const documentRoot = process.env.BOOKSHOP ?? fileURLToPath(new URL('../bookshop', import.meta.url))

/** Answers a `Request` as Apache and PHP would. */
export const book = toFetch(page, {
  documentRoot,
  settings: {session: process.env.SESSIONS === undefined ? {} : {savePath: process.env.SESSIONS}},
})
