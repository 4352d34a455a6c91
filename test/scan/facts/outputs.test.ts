import {describe, expect, it} from 'vitest'
import {factsOf, factsOfFile} from '../facts-of.ts'

describe('outputs', () => {
  it.each([
    ["header('Location: index.php')", 'redirect', 'index.php'],
    ['Header("location:index.php?id=$id")', 'redirect', null],
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
    ["header('HTTP/1.1 ' . $code)", 'status', null],
    ["header($_SERVER['SERVER_PROTOCOL'] . ' 404 Not Found')", 'status', '404'],
    ['header("$protocol 503 Service Unavailable")', 'status', '503'],
    ["header('Refresh: 5; url=next.php')", 'redirect', 'next.php'],
    ["header('Refresh: 5; url=' . $next)", 'redirect', null],
    ["header('Refresh: 30')", 'header', 'Refresh'],
    ["header_remove('X-Powered-By')", 'header', 'X-Powered-By'],
    ["redirect('index.php?a=1')", 'redirect', 'index.php?a=1'],
    ['wp_redirect($url)', 'redirect', null],
    ["redirect_to(url('a.php'))", 'redirect', null],
  ])('takes %s for a %s', (code, kind, value) => {
    expect(factsOf(`${code};`).outputs).toEqual([{kind, value, text: code, line: 1}])
  })

  it('keeps the status that is sent along', () => {
    const [redirect, other] = factsOf("header('Location: ' . $url, true, 303); header('A: b', false);").outputs
    expect(redirect).toMatchObject({kind: 'redirect', value: null, status: 303})
    expect(other).not.toHaveProperty('status')
  })

  it('finds redirects of methods, and those in HTML', () => {
    const outputs = (source: string) =>
      factsOfFile(source).outputs.map(({kind, value, line}) => `${kind} ${value} ${line}`)
    expect(outputs("<?php $this->response->redirect('a.php'); Http::redirect($x);")).toEqual([
      'redirect a.php 1',
      'redirect null 1',
    ])
    expect(outputs('<html>\n<META content="3; URL=b.php?c=1" HTTP-EQUIV=Refresh>')).toEqual(['redirect b.php?c=1 2'])
    expect(outputs('<meta http-equiv="refresh" content="0;url=<?= $next ?>">')).toEqual(['redirect null 1'])
    expect(outputs('<?php echo \'<meta http-equiv="refresh" content="1;url=\' . $a . \'">\';')).toEqual([
      'redirect null 1',
    ])
  })

  it('does not take a page that loads itself again, questions about redirects and other tags for redirects', () => {
    const {outputs} = factsOfFile(
      '<meta http-equiv="refresh" content="30"><meta name="refresh" content="0;url=a.php"><?php is_redirect($x); redirect(); $redirect = 1; function redirect($to) {} add_redirect($a); wp_validate_redirect($a); redirects($a);',
    )
    expect(outputs).toEqual([])
  })

  it('does not take questions, methods and definitions for output', () => {
    expect(
      factsOf("$c = http_response_code(); $r->header('A: b'); function header() {} 'header(\"A: b\")';").outputs,
    ).toEqual([])
  })
})
