import {describe, expect, it} from 'vitest'
import {factsOf} from '../facts-of.ts'

describe('outputs', () => {
  it.each([
    ["header('Location: index.php')", 'redirect', 'index.php'],
    ['Header("location:index.php?id=$id")', 'redirect', null],
    ["header('Location: ' . $url, true, 303)", 'redirect', null],
    ["header('HTTP/1.0 404 Not Found')", 'status', '404'],
    ["header('Status: 503')", 'status', '503'],
    ['http_response_code(422)', 'status', '422'],
    ["header('Content-Type: text/xml; charset=utf-8')", 'content-type', 'text/xml; charset=utf-8'],
    ["header('Content-type: ' . $mime)", 'content-type', null],
    ["header('Content-Disposition: attachment; filename=a.csv')", 'download', 'attachment; filename=a.csv'],
    ["header('X-Frame-Options: DENY')", 'header', 'X-Frame-Options'],
    ['header($line)', 'header', null],
    ["header('Set-Cookie: a=b')", 'cookie', 'a'],
    ["setcookie('seen', 1)", 'cookie', 'seen'],
    ['setrawcookie($name)', 'cookie', null],
  ])('takes %s for a %s', (code, kind, value) => {
    expect(factsOf(`${code};`).outputs).toEqual([{kind, value, text: code, line: 1}])
  })

  it('does not take questions, methods and definitions for output', () => {
    expect(
      factsOf("$c = http_response_code(); $r->header('A: b'); function header() {} 'header(\"A: b\")';").outputs,
    ).toEqual([])
  })
})
