/** The frame of every page. Was inc/init.inc.php, inc/header.php and inc/footer.php. */
import {posix} from 'node:path'
import {date, isPhpArray} from 'banyan/php'
import {type Clock, type Html, html, type ReadSession, type Reply, raw, type Server} from 'banyan/runtime'
import type {Database} from './database.ts'
import {cartCount, categories} from './functions.ts'

const SHOP_NAME = 'Grünwald & Daughter'

/** What the frame needs. */
export interface Frame {
  /** Address of the shop without a slash at the end: `''` or `/shop`. */
  base: string
  title: string
  /** Section that is open in the menu; 0 for none. */
  category: number
  session: ReadSession
  database: Database
  clock: Clock
}

/** inc/init.inc.php:11: `$base`; a page of the administration is one folder deeper. */
export function baseOf(server: Server, options: {inAdmin?: boolean} = {}): string {
  const folder = posix.dirname(String(server.SCRIPT_NAME))
  const base = options.inAdmin ? posix.dirname(folder) : folder
  return ['/', '.'].includes(base) ? '' : base
}

/** The whole page; `content` is what stands between header and footer. */
export function layout(reply: Reply, frame: Frame, content: Html): Html {
  reply.type('text/html; charset=utf-8')
  return html`${header(frame)}${content}${footer(frame)}`
}

function header({base, title, category, session, database}: Frame): Html {
  return html`<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>${title} - ${SHOP_NAME}</title>
<link rel="stylesheet" type="text/css" href="${raw(base)}/css/style.css" />
</head>
<body bgcolor="#f4efe2">
<table width="780" align="center" cellpadding="0" cellspacing="0" border="0" class="page">
<tr>
	<td width="180" class="logo"><a href="${raw(base)}/index.php"><img src="${raw(base)}/img/logo.gif" width="48" height="40" border="0" alt="${SHOP_NAME}" /></a></td>
	<td class="head"><h1>${SHOP_NAME}</h1>Old and not so old books. Salzburg, since 1926</td>
	<td width="200" class="user" align="right">
${visitor(base, session)}${cart(base, session)}	</td>
</tr>
<tr>
	<td valign="top" class="menu">
	<form action="${raw(base)}/search.php" method="get"><input type="text" name="q" size="12" /> <input type="submit" value="Find" /></form>
	<b>Books</b><br />
${[...categories(database)].map(([id, name]) =>
  id === category
    ? html`\t<b class="open">&raquo; ${name}</b><br />\n`
    : html`\t<a href="${raw(base)}/list.php?cat=${id}">${name}</a><br />\n`,
)}	<a href="${raw(base)}/list.php">All books</a><br />
	<br />
	<b>The shop</b><br />
	<a href="${raw(base)}/news.php">News</a><br />
	<a href="${raw(base)}/info.php?page=about">About us</a><br />
	<a href="${raw(base)}/info.php?page=contact">Contact</a><br />
	<a href="${raw(base)}/info.php?page=terms">Terms</a><br />
	<a href="${raw(base)}/upload.php">Send us your wants</a><br />
	<a href="${raw(base)}/download.php">Catalogues</a><br />
	<a href="${raw(base)}/impressum.php">Impressum</a><br />
	</td>
	<td colspan="2" valign="top" class="main">
<!-- content -->
`
}

function visitor(base: string, session: ReadSession): Html {
  const user = session.get('user')
  if (!isPhpArray(user)) return html`\t<a href="${raw(base)}/login.php">Log in</a><br />\n`
  return html`	Hello, <b>${String(user.get('name'))}</b>!
	<a href="${raw(base)}/logout.php">Log out</a><br />
`
}

function cart(base: string, session: ReadSession): Html {
  const count = cartCount(session)
  if (count <= 0) return html`\tYour cart is empty\n`
  return html`	<img src="${raw(base)}/img/cart.gif" width="16" height="14" alt="" />
	<a href="${raw(base)}/cart.php">${count} book${count === 1 ? '' : 's'} in your cart</a>
`
}

function footer({base, clock}: Frame): Html {
  return html`<!-- /content -->
	</td>
</tr>
<tr>
	<td colspan="3" class="foot" align="center">&copy; 2004-${date('Y', clock.time(), 'Europe/Vienna')} ${SHOP_NAME} |
	<a href="${raw(base)}/info.php?page=terms">Terms</a> |
	<a href="${raw(base)}/impressum.php">Impressum</a></td>
</tr>
</table>
</body>
</html>
`
}
