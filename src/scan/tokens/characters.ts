/**
 * Classes of bytes in PHP source, as tables with 1 for each byte of the class. They are tables and not functions
 * because the scanner asks them for every byte of a site, mostly before V8 has compiled anything.
 */

const classOf = (expression: RegExp): Uint8Array =>
  Uint8Array.from({length: 256}, (_, byte) => Number(expression.test(String.fromCharCode(byte))))

/** Space, tab, carriage return and line feed. */
export const SPACE = classOf(/[ \t\r\n]/)
/** Space and tab. */
export const BLANK = classOf(/[ \t]/)
export const DIGIT = classOf(/[0-9]/)
export const HEXADECIMAL = classOf(/[0-9a-fA-F]/)
export const OCTAL = classOf(/[0-7]/)
export const BINARY = classOf(/[01]/)
// A label is [a-zA-Z_\x80-\xff][a-zA-Z0-9_\x80-\xff]* (PHP manual, "Variables: Basics").
export const LABEL_START = classOf(/[a-zA-Z_\x80-\xff]/)
export const LABEL = classOf(/[a-zA-Z0-9_\x80-\xff]/)
