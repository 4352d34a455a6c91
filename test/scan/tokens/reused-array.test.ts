import {describe, expect, it} from 'vitest'
import {ReusedArray} from '../../../src/scan/tokens/reused-array.ts'

describe('ReusedArray', () => {
  it('gives the same array for files that fit, and a larger one for others', () => {
    const memory = new ReusedArray((length) => new Uint32Array(length))
    const first = memory.take(100)
    expect(first.length).toBeGreaterThanOrEqual(100)
    expect(memory.take(50)).toBe(first)
    expect(memory.take(first.length + 1).length).toBeGreaterThan(first.length)
  })

  it('does not keep what a very large file needed', () => {
    const memory = new ReusedArray((length) => new Uint8Array(length))
    const small = memory.take(10)
    expect(memory.take(5e6).length).toBe(5e6)
    expect(memory.take(10)).toBe(small)
  })
})
