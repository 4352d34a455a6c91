/** Classes of characters in PHP source that was decoded as Latin-1, so that a character is a byte. */

const SPACE = 1
const DIGIT = 2
const LABEL_START = 4
const LABEL = 8

// A label is [a-zA-Z_\x80-\xff][a-zA-Z0-9_\x80-\xff]* (PHP manual, "Variables: Basics").
const classes = Uint8Array.from({length: 256}, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[ \t\r\n]/.test(character)) return SPACE
  if (/[0-9]/.test(character)) return DIGIT | LABEL
  return code >= 0x80 || /[a-zA-Z_]/.test(character) ? LABEL_START | LABEL : 0
})

// Past the end of a source the code is NaN, with which no table should be asked.
const classOf = (code: number): number => (code < 256 ? (classes[code] ?? 0) : 0)

/** Space, tab, carriage return or line feed; also past the end of the source (`NaN`) false, as all of these. */
export const isSpace = (code: number): boolean => classOf(code) === SPACE
export const isDigit = (code: number): boolean => (classOf(code) & DIGIT) !== 0
export const isLabelStart = (code: number): boolean => (classOf(code) & LABEL_START) !== 0
export const isLabel = (code: number): boolean => (classOf(code) & LABEL) !== 0
