import {describe, expect, it} from 'vitest'
import {parseApacheConfig} from '../../../src/scan/access/apache-config.ts'
import {apacheRegExp} from '../../../src/scan/access/file-pattern.ts'

describe('Apache’s configuration', () => {
  it('is split into arguments by its own rules of quoting', () => {
    const [directive] = parseApacheConfig(`Header "a  \\"b\\" \\\\c" 'd "e" \\'f\\'' g\\\\h\\.i "j\\.k"`)
    expect(directive?.args).toEqual(['a  "b" \\c', `d "e" 'f'`, 'g\\h\\.i', 'j\\.k'])
    expect(directive?.text).toBe(`Header "a \\"b\\" \\\\c" 'd "e" \\'f\\'' g\\\\h\\.i "j\\.k"`)
  })

  it('has sections with the line they begin at', () => {
    const [directive] = parseApacheConfig(
      '\n<Directory "/a b">\n<Files x>\nRequire \\\n all denied\n</Files>\n</Directory>',
    )
    expect(directive).toMatchObject({
      line: 4,
      args: ['all', 'denied'],
      section: {name: 'files', line: 3, parent: {name: 'directory', args: ['/a b'], line: 2}},
    })
  })
})

describe('a regular expression of Apache', () => {
  it.each(['[[:digit:]]', '\\Aabc', '\\Qa.b\\E', '\\x{41}', '(?>a)', 'a++', '(?x) a', '\\h'])(
    'that JavaScript reads otherwise or not at all is not known: %s',
    (pattern) => expect(apacheRegExp(pattern)).toBeUndefined(),
  )

  it('that both read alike is known', () => {
    expect(apacheRegExp('\\.(php|phar)$')?.test('a.php')).toBe(true)
    expect(apacheRegExp('^index\\x2ephp$')?.test('index.php')).toBe(true)
    expect(apacheRegExp('(?i)^A\\\\h')?.test('a\\h')).toBe(true)
  })
})
