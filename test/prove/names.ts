/** Names of files and folders, from usual ones to those that mean something to some reader of a configuration. */
import type {Random} from './random.ts'

const usualStems = ['index', 'users', 'article', 'view', 'cart', 'login', 'a', 'secret']
const usualFolders = ['admin', 'blog', 'shop', 'api', 'old', 'a', 'b']

const oddStems = [
  ...['a b', ' lead', 'trail ', 'a"b', "a'b", '[ab]', 'a[b', 'a*', '%41', '%', '100%', '$1', '${HOME}', '%{HTTP_HOST}'],
  ...['\\', 'a\\', 'a\\b', '\\x41', '#', 'a#b', 'é', '日本', '-dash', 'a<b', 'a>b', 'a+b', 'a;b', 'a&b', 'a|b', '^a'],
  ...['(a)', '{a}', 'a=b', 'a:b', '~a', '.hidden', 'a.b', '!a', 'a@b', 'a,b', '`a`', 'q".php" x', '$', '<If>', '%%'],
  ...['a\u0085b', 'İ', 'ﬁ', 'e\u0301', 'index.php', 'a.php', 'CON', 'x'.repeat(120), '%2e', '%2F', '%00', '..a', 'a..'],
]

const oddEndings = ['.phtml', '.phar', '.PHP', '.php5', '.phpx', '.php.bak', '.php.txt', '.php~', '.inc', '']

/** The name of a PHP file, mostly; now and then of one whose ending only looks like it. */
export function fileName(random: Random): string {
  const stem = random.chance(0.6) ? random.pick(usualStems) : oddName(random)
  return `${stem}${random.chance(0.88) ? '.php' : random.pick(oddEndings)}`.replace(/^\.{0,2}$/, 'x.php')
}

/** A name of one folder. One can end in \`.php\` too. */
export function folderName(random: Random): string {
  const name = random.chance(0.6) ? random.pick(usualFolders) : oddName(random)
  return random.chance(0.06) ? `${name}.php` : name.replace(/^\.{0,2}$/, 'x')
}

/** One of the list, or two pieces of two of them. */
function oddName(random: Random): string {
  const [one, other] = [random.pick(oddStems), random.pick(oddStems)]
  if (random.chance(0.7)) return one
  return `${one.slice(0, 4)}${other.slice(0, 4)}`.replaceAll('/', '')
}
