import {describe, expect, it} from 'vitest'
import {factsOf, factsOfFile} from '../facts-of.ts'

const targets = (source: string): string[] =>
  factsOfFile(source).links.map(({kind, target, line}) => `${kind} ${target} ${line}`)

describe('links', () => {
  it('finds links, forms and frames in HTML', () => {
    const html =
      '<a href="a.php">\n<a class=x HREF=b.php?c=1>\n<form action=\'d.php\'>\n<img src="e.php?n=1"><a href="f.php?id=<?= $id ?>">'
    expect(targets(html)).toEqual([
      'href a.php 1',
      'href b.php?c=1 2',
      'action d.php 3',
      'src e.php?n=1 4',
      'href f.php?id= 4',
    ])
  })

  it('finds them in text that PHP prints', () => {
    const {links} = factsOf(
      'echo \'<a href="a.php?x=\' . $x; echo "<form action=\'b.php\'>"; print("<a href=\\"c.php?d=$d\\">");',
    )
    expect(links.map(({target}) => target)).toEqual(['a.php?x=', 'b.php', 'c.php?d='])
  })

  it('finds redirects by script and header, and other names of PHP files', () => {
    const {links} = factsOf(
      "echo \"<script>window.location.href = 'a.php';</script>\"; header('Location: b.php'); go_to('c.php?x=1');",
    )
    expect(links.map(({kind, target}) => `${kind} ${target}`)).toEqual([
      'location a.php',
      'location b.php',
      'literal c.php?x=1',
    ])
  })

  it('leaves out what leads to no page', () => {
    expect(
      targets(
        '<a href="#top"><a href="mailto:a@b"><a href="javascript:x()"><link href="a.css"><img src="b.gif"><a href="">',
      ),
    ).toEqual([])
    expect(
      factsOf("include 'a.php'; require_api('b.php'); file_exists('c.php'); // 'd.php'\n $x = '?action=e';").links,
    ).toEqual([])
  })
})
