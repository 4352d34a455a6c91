import {spawnSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {extensionOfClass, extensionOfConstant, extensionOfFunction} from '../../../src/scan/facts/extension-names.ts'
import {factsOf} from '../facts-of.ts'

const extensions = (code: string): string[] => factsOf(code).extensions.map(({extension}) => extension)

describe('extensions', () => {
  it('are named with the first use that needs them', () => {
    expect(factsOf('\n$c = curl_init($url);\ncurl_exec($c);\n\\imagepng($i);').extensions).toEqual([
      {extension: 'curl', text: 'curl_init($url)', line: 2},
      {extension: 'gd', text: '\\imagepng($i)', line: 4},
    ])
  })

  it.each([
    ['mb_strlen($a)', 'mbstring'],
    ['mysql_real_escape_string($a)', 'mysql'],
    ['gzcompress($a)', 'zlib'],
    ["iconv('a', 'b', $c)", 'iconv'],
    ["_('text')", 'gettext'],
    ['bcadd(1, 2)', 'bcmath'],
    ["eregi('a', $b)", 'ereg'],
    ['xml_parser_create()', 'xml'],
    ['new ZipArchive', 'zip'],
    ['new \\DOMDocument()', 'dom'],
    ['$x instanceof SimpleXMLElement', 'simplexml'],
    ['try {} catch (PDOException $e) {}', 'pdo'],
    ['NumberFormatter::DECIMAL', 'intl'],
    ['$options[CURLOPT_URL] = 1', 'curl'],
    ['LDAP_OPT_REFERRALS', 'ldap'],
  ])('are needed by %s: %s', (code, extension) => {
    expect(extensions(`${code};`)).toEqual([extension])
  })

  it('are needed by what is imported into a namespace', () => {
    expect(extensions('namespace A; use PDO; new PDO; new \\SoapClient;')).toEqual(['pdo', 'soap'])
  })

  it.each([
    ['strlen($a); preg_match($b, $c); json_encode($d); date("Y"); session_start(); hash("md5", $e); ctype_digit($f)'],
    ['$x->curl_init(); A::mb_strlen(); "curl_init()"; // imagepng()'],
    ['function mb_strlen($a) {} mb_strlen($b)'],
    ['namespace A; new DOMDocument; class PDO {} new PDO'],
    [
      'image_url($a); imagelist_of($b); mysql_to_iso($c); zip_all($d); XML_DIR; FTP_HOST; LDAP_SERVER; $curl_init; bcc($c); gzip_it($d)',
    ],
  ])('are not needed by %s', (code) => {
    expect(extensions(`${code};`)).toEqual([])
  })

  it('are those of the real PHP, for everything that it has', () => {
    const known = JSON.parse(spawnSync('php', ['-r', ALL_NAMES], {encoding: 'utf8'}).stdout) as Record<
      string,
      Record<'functions' | 'classes' | 'constants', string[]>
    >
    const wrong: string[] = []
    for (const [name, {functions, classes, constants}] of Object.entries(known)) {
      const extension = name === 'zend opcache' ? 'opcache' : name
      // Of an extension that is not known at all nothing is.
      const isEverywhere =
        EVERYWHERE.has(extension) || !functions.some((each) => extensionOfFunction(each) === extension)
      const check = (found: string | undefined, what: string, mustBeKnown: boolean): void => {
        const isRight = found === extension || (found === undefined && (isEverywhere || !mustBeKnown))
        if (!isRight) wrong.push(`${extension} ${what}: ${found}`)
      }
      for (const each of functions) check(extensionOfFunction(each), each, true)
      // Nobody uses these without a function or class that is known.
      for (const each of classes) check(extensionOfClass(each.toLowerCase()), each, false)
      for (const each of constants) check(extensionOfConstant(each), each, false)
    }
    expect(wrong).toEqual([])
  })
})

/** In every PHP; `ffi` and `random` have no functions that could be asked for otherwise. */
const EVERYWHERE = new Set(
  'core ctype date ffi filter hash json pcre random reflection session spl standard'.split(' '),
)

const ALL_NAMES = `
$all = [];
foreach (get_loaded_extensions() as $name) {
    $extension = new ReflectionExtension($name);
    $all[strtolower($name)] = [
        'functions' => array_keys($extension->getFunctions()),
        'classes' => array_keys($extension->getClasses()),
        'constants' => array_keys($extension->getConstants()),
    ];
}
echo json_encode($all);`
