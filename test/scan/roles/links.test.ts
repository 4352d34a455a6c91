import {describe, expect, it} from 'vitest'
import {judged} from './roles-of.ts'

const linked = (files: Record<string, string>, to: string): string[] =>
  (judged(files).links.get(to) ?? []).map(({from, line, kind}) => `${from}:${line} ${kind}`)

describe('what leads to a page', () => {
  it('comes strongest first, each file once with its strongest link', () => {
    const files = {
      'cart.php': '',
      'a.php': '<?php $page = "cart.php";',
      'b.php': '<?php header("Location: cart.php");',
      'c.php': '<?php $page = "cart.php"; ?>\n<form action="cart.php"><a href="cart.php">',
      'd.php': '<a href="cart.php#top">',
    }
    expect(linked(files, 'cart.php')).toEqual(['c.php:2 action', 'd.php:1 href', 'b.php:1 location', 'a.php:1 literal'])
  })

  it('is bounded, and a weak link makes room for a strong one', () => {
    const files: Record<string, string> = {'cart.php': ''}
    for (let index = 100; index < 180; index++) files[`n${index}.php`] = '<?php $page = "cart.php";'
    files['z.php'] = '<a href="cart.php">'
    const links = linked(files, 'cart.php')
    expect(links).toHaveLength(50)
    expect(links.slice(0, 2)).toEqual(['z.php:1 href', 'n100.php:1 literal'])
  })

  it('is relative to the page that a link stands in, and an included file stands in the pages that include it', () => {
    const files = {
      'shop/index.php': '<?php include "parts/menu/main.php";',
      'shop/cart.php': '',
      'shop/parts/menu/main.php': '<a href="cart.php">',
      'shop/parts/menu/cart.php': '',
    }
    expect(linked(files, 'shop/cart.php')).toEqual(['shop/parts/menu/main.php:1 href'])
    expect(linked(files, 'shop/parts/menu/cart.php')).toEqual([])
  })

  it.each([
    ['cart.php?id=1&x=2#y', 'shop/cart.php'],
    ['./cart.php', 'shop/cart.php'],
    ['../index.php', 'index.php'],
    ['/index.php', 'index.php'],
    ['..', 'index.php'],
    ['../', 'index.php'],
    ['https://example.org/cart.php', undefined],
    ['//example.org/cart.php', undefined],
    ['javascript:cart.php', undefined],
    ['../../../index.php', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('%s leads to %s', (target, page) => {
    const {links} = judged({'shop/list.php': `<a href="${target}">`, 'shop/cart.php': '', 'index.php': ''})
    expect([...links.keys()]).toEqual(page === undefined ? [] : [page])
  })

  it('does not come from tests, nor from the page itself', () => {
    const files = {'cart.php': '<a href="cart.php">', 'tests/CartTest.php': '<?php $this->get("/cart.php");'}
    expect(linked(files, 'cart.php')).toEqual([])
  })

  it('knows pages that text asks for with a query: no file on disk has one', () => {
    const {links, roles} = judged({
      'a.php': '<?php show("view.php?id=" . $id); show("part.php");',
      'view.php': '<?php show($_GET["id"]);',
      'part.php': '<?php show($_GET["id"]);',
      'frame.php': '<?php include "view.php"; include "part.php";',
    })
    expect([...links.asked]).toEqual(['view.php'])
    expect(roles.get('view.php')?.role).toBe('page')
  })

  it('is found of hostile names', () => {
    const name = 'a\u202eb\n`c`.php'
    const {links, roles} = judged({[name]: '<a href="b.php">', 'b.php': '<?php echo $_GET["x"];'})
    expect(links.get('b.php')).toEqual([{from: name, line: 1, kind: 'href'}])
    expect(roles.get('b.php')?.evidence[0]).toEqual({because: 'linked (href)', file: name, line: 1})
  })
})
