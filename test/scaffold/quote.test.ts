import fc from 'fast-check'
import {expect, test} from 'vitest'
import {commentText, member, stringLiteral} from '../../src/scaffold/quote.ts'

const evaluate = (code: string): unknown => new Function(`return ${code}`)()

test('quotes any text as a string literal that means that text', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), (text) => {
      const literal = stringLiteral(text)
      expect(evaluate(literal)).toBe(text)
      expect(literal).not.toMatch(/[\n\r\u2028\u2029\x00-\x1f]/)
    }),
  )
  expect(stringLiteral(`it's "so"`)).toBe(`'it\\'s "so"'`)
})

test('keeps any text within its comment', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), (text) => {
      expect(evaluate(`1 // ${commentText(text)}`)).toBe(1)
      expect(commentText(text)).not.toMatch(/[\n\r\u2028\u2029]/)
    }),
  )
})

test('writes a member access as people do where it can', () => {
  expect(member('query', 'id')).toBe('query.id')
  expect(member('query', 'first name')).toBe(`query['first name']`)
  fc.assert(
    fc.property(fc.string(), (key) => {
      const value = new Function('query', `return ${member('query', key)}`)(new Proxy({}, {get: (_, name) => name}))
      expect(value).toBe(key)
    }),
  )
})
