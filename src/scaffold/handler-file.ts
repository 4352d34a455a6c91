/** Which file is the handler of a page. */
import {basename, join} from 'node:path'
import {MigrateError} from '../errors.ts'
import {isUtf8PagePath, type PagePath, printable} from '../page.ts'

/** NAME_MAX of Linux, in bytes. */
const LONGEST_NAME = 255

/**
 * The handler's file: `index.php` → `handlers/index.php.ts`.
 *
 * @throws MigrateError ODD_NAME for names that no module can have: control characters, backslashes (TypeScript
 *   takes them for folders), bytes that are not UTF-8
 */
export function handlerFile(handlersDirectory: string, page: PagePath): string {
  if (!isUtf8PagePath(page) || /[\x00-\x1f\x7f\\]/.test(page)) {
    throw new MigrateError(
      'ODD_NAME',
      `\`${printable(page)}\` can't have a handler: its name has control characters or backslashes, or is not valid UTF-8`,
      'Rename the PHP file, or leave the page in PHP',
    )
  }
  if (Buffer.byteLength(basename(page)) > LONGEST_NAME - '.test.ts.kept-999'.length) {
    throw new MigrateError(
      'ODD_NAME',
      `\`${printable(page)}\` can't have a handler: its name is too long to be that of a module`,
      'Rename the PHP file, or leave the page in PHP',
    )
  }
  return join(handlersDirectory, `${page}.ts`)
}

/** The file of the handler's test: `handlers/index.php.test.ts`. */
export function handlerTestFile(handlersDirectory: string, page: PagePath): string {
  return handlerFile(handlersDirectory, page).replace(/\.ts$/, '.test.ts')
}
