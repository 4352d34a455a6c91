import {describe, expect, it} from 'vitest'
import type {FormUse} from '../../../src/scan/types.ts'
import {factsOfFile} from '../facts-of.ts'

const forms = (source: string): FormUse[] => factsOfFile(source).forms
const fields = (source: string): string[] =>
  forms(source).flatMap((form) => form.fields.map(({name, type, line}) => `${type} ${name} ${line}`))

describe('forms', () => {
  it('have a method, a target and fields', () => {
    const html = `<form action="save.php?id=1" method="POST" enctype="multipart/form-data">
<input name="title"><input type=hidden name='id' value="<b>">
<select name="tags[]" multiple></select>
<textarea name=text></textarea><button name="go" value="1">Go</button>
</form>`
    expect(forms(html)).toEqual([
      {
        method: 'post',
        action: 'save.php?id=1',
        upload: true,
        fields: [
          {name: 'title', type: 'text', line: 2},
          {name: 'id', type: 'hidden', line: 2},
          {name: 'tags[]', type: 'select', line: 3},
          {name: 'text', type: 'textarea', line: 4},
          {name: 'go', type: 'button', line: 4},
        ],
        line: 1,
      },
    ])
  })

  it.each([
    ['<form>', 'get', null],
    ['<form action="">', 'get', ''],
    ['<FORM METHOD=post ACTION=a.php>', 'post', 'a.php'],
    ["<form\n  class='x'\n  action = 'a.php'\n>", 'get', 'a.php'],
    ['<form action="a.php" action="b.php" method="put">', 'get', 'a.php'],
    ['<form method="post"action="a.php"/>', 'post', 'a.php'],
    ['<form action="a.php?x=<?= $x ?>&y=1" method="post">', 'post', 'a.php?x='],
    ['<form action="<?php echo $url; ?>" method="<?= $method ?>">', 'post', null],
    ['<form <?= $attributes ?> action="a.php">', 'get', 'a.php'],
    ['<?php echo \'<form action="\' . $url . \'" method="post">\';', 'post', null],
    ['<?php echo "<form action=\\"a.php?x=$x\\" method=\\"post\\">";', 'post', 'a.php?x='],
    ["<?php echo '<form action=', $url, ' method=post>';", 'post', null],
    ["<?php $html = <<<HTML\n<form method='post' action='{$x->url}'>\nHTML;", 'post', null],
    ['<?php printf(\'<form action="%s" method="post">\', $url);', 'post', null],
  ])('reads %s as browsers do', (source, method, action) => {
    expect(forms(source)).toMatchObject([{method, action}])
  })

  it('take the fields that follow them, closed or not', () => {
    expect(
      forms(
        '<form action="a"><input name="b"></form><input name="c"><form action="d"><input name="e"><form action="f"><?php echo \'<input name="g">\';',
      ).map(({action, fields: own}) => [action, own.map(({name}) => name)]),
    ).toEqual([
      ['a', ['b']],
      ['d', ['e']],
      ['f', ['g']],
    ])
  })

  it('take fields that name them from elsewhere', () => {
    expect(
      forms('<form id="a"></form><form id="b"><input name="c" form="a"></form>').map((form) => form.fields.length),
    ).toEqual([1, 0])
  })

  it('show what is computed in names', () => {
    expect(
      fields(`<?php echo '<form>';
        echo '<input type="checkbox" name="item[' . $id . ']" value="1">' . '<input name=\\'a\\'>';
        echo "<input name=\\"$name\\" type=\\"$type\\">"; ?>
<input name="q<?= $i ?>" type="<?php echo $t ?>">`),
    ).toEqual(['checkbox item[…] 2', 'text a 2', '… … 3', '… q… 4'])
  })

  it('have no fields without a name, in comments, scripts and end tags', () => {
    expect(
      fields(
        `<form><!-- <input name="a"> --><script>x = '<input name="b">'</script><input type=submit><input name=""></input>
<option name="c"><inputs name="d"><p input name="e"><?php /* <input name="f"> */ // <input name="g">
echo '<!-- <input name="h"> -->'; ?>`,
      ),
    ).toEqual([])
  })

  it('are not what is only looked for or written about', () => {
    expect(
      forms(
        `<?php preg_match('/<form action="(.*)">/', $html); strpos($html, '<form >'); $this->assertStringContainsString('<form action="a">', $x);
        echo 'form action="a"', '<formula>', '&lt;form&gt;'; # <form action="b">`,
      ),
    ).toEqual([])
  })

  it('keep names in either encoding', () => {
    expect(fields('<form><input name="größe">')).toEqual(['text größe 1'])
  })
})
