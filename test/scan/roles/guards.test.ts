import {describe, expect, it} from 'vitest'
import {rolesOf} from './roles-of.ts'

const show = '<a href="a.php"></a>'

describe('a file that refuses to be requested', () => {
  it('is no page when it asks for a function or class of the site', () => {
    const roles = rolesOf({
      'index.php': `<?php class Shop {} function open() {} include "a.php"; ?>${show}<a href="b.php"></a>`,
      'a.php': '<?php if (!function_exists("OPEN")) exit; echo $_GET["x"];',
      'b.php': '<?php if (!class_exists("\\Shop")) return; echo $_GET["x"];',
    })
    expect(roles).toEqual({'index.php': 'page', 'a.php': 'include', 'b.php': 'include'})
  })

  it('is a page when what it asks for may be part of PHP', () => {
    const page = '<?php if (!function_exists("password_hash")) exit("PHP 5.5 is needed"); echo $_GET["x"];'
    expect(rolesOf({'index.php': show, 'a.php': page})['a.php']).toBe('page')
  })

  it('is the one that a test for the requested name is about', () => {
    const test = '<?php if (basename($_SERVER["PHP_SELF"]) == "a.php") exit; echo $_GET["x"];'
    const roles = rolesOf({'index.php': `${show}<a href="b.php"></a>`, 'a.php': test, 'b.php': test})
    expect(roles).toEqual({'index.php': 'page', 'a.php': 'include', 'b.php': 'page'})
  })

  it('is any other one than the only one that is allowed', () => {
    const test = '<?php if (!eregi("modules.php", $_SERVER["PHP_SELF"])) die("No"); echo $_GET["x"];'
    const roles = rolesOf({'index.php': `${show}<a href="modules.php"></a>`, 'a.php': test, 'modules.php': test})
    expect(roles).toEqual({'index.php': 'page', 'a.php': 'include', 'modules.php': 'page'})
  })
})
