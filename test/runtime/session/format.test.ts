import {expect, test} from 'vitest'
import {codecOf} from '../../../src/runtime/codec.ts'
import {SessionData} from '../../../src/runtime/session/data.ts'

test.each([
  ['php_serialize', 'a:2:{s:4:"user";s:3:"ana";s:4:"cart";a:0:{}}'],
  ['php_binary', '\x04users:3:"ana";'],
  ['an encrypted one', 'Zm9vYmFyYmF6cXV4'],
])('refuses data in another format than `php`, which would be lost: %s', (_, data) => {
  expect(() => new SessionData(Buffer.from(data, 'latin1'), codecOf('utf-8'))).toThrow(
    /not in the format `php`|cannot be read/,
  )
})

test('takes an empty session for what it is', () => {
  expect(new SessionData(Buffer.alloc(0), codecOf('utf-8')).keys()).toEqual([])
})
