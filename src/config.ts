/** `migrate.config.json`: read once, checked once, every problem listed. */
import {readFileSync} from 'node:fs'
import * as v from 'valibot'
import {MigrateError} from './errors.ts'

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))

const address = v.pipe(
  v.string(),
  v.regex(
    /^(unix:\/[A-Za-z0-9_./-]+|(127\.0\.0\.1|\[::1\]):([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))$/,
    'must be `unix:/path/to.sock` or a loopback address such as `127.0.0.1:9100`',
  ),
)

const count = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must not be negative'),
)

const UPSTREAM = 'must be `unix:/path/to.sock` or `host:port`'

const cookie = v.pipe(
  v.strictObject({
    lifetime: v.optional(count),
    path: v.optional(text),
    domain: v.optional(text),
    secure: v.optional(v.boolean()),
    httpOnly: v.optional(v.boolean()),
    sameSite: v.optional(v.picklist(['Lax', 'Strict', 'None'])),
  }),
  v.description('`session.cookie_*` of the PHP: the cookies of new sessions are then as its own'),
)

const session = v.strictObject({
  name: v.pipe(v.optional(text, 'PHPSESSID'), v.description("`session.name` of the site's PHP")),
  savePath: v.pipe(
    v.optional(text),
    v.description("`session.save_path` of the site's PHP, such as `/var/lib/php/sessions`"),
  ),
  saveHandler: v.pipe(
    v.optional(v.picklist(['files'])),
    v.description('`session.save_handler`: only `files` can be shared'),
  ),
  serializeHandler: v.pipe(
    v.optional(v.picklist(['php'])),
    v.description('`session.serialize_handler`: only `php` can be shared'),
  ),
  strictMode: v.pipe(v.optional(v.boolean()), v.description('`session.use_strict_mode`')),
  cacheLimiter: v.pipe(v.optional(v.picklist(['nocache', ''])), v.description('`session.cache_limiter`')),
  idLength: v.pipe(v.optional(count), v.description('`session.sid_length`; Debian has 26')),
  idBitsPerCharacter: v.pipe(
    v.optional(v.picklist([4, 5, 6])),
    v.description('`session.sid_bits_per_character`; Debian has 5'),
  ),
  cookie: v.optional(cookie),
})

/** The shape of the configuration file; `config.schema.json` is made from it. */
export const ConfigSchema = v.strictObject({
  $schema: v.optional(v.string()),
  site: v.strictObject({
    docroot: v.pipe(text, v.description('The document root, absolute or relative to this file')),
    exclude: v.pipe(
      v.optional(v.array(text), []),
      v.description('Globs below the document root that are not scanned, such as `uploads/**`'),
    ),
    extensions: v.pipe(
      v.optional(v.array(v.pipe(v.string(), v.regex(/^\w+$/, 'must be an ending without the dot')))),
      v.description('File name endings of PHP source, without the dot'),
    ),
  }),
  handlers: v.pipe(v.optional(text, 'handlers'), v.description('The folder of the handlers, relative to this file')),
  backend: v.optional(
    v.strictObject({
      fastcgi: v.pipe(
        v.optional(address),
        v.description('Where `migrate serve` listens for FastCGI, and where the web server finds it'),
      ),
      http: v.pipe(
        v.optional(address),
        v.description('Where `migrate serve` listens for HTTP, for trying pages by hand'),
      ),
      pageTimeout: v.pipe(
        v.optional(count),
        v.description(
          'How long a page may take before its visitor gets an error, in seconds; 60 by default, 0: no limit',
        ),
      ),
    }),
    {},
  ),
  legacy: v.optional(
    v.strictObject({
      fastcgi: v.pipe(
        v.optional(v.pipe(v.string(), v.regex(/^(unix:\/.+|[^:/]+:\d+|\[[0-9A-Fa-f:]+\]:\d+)$/, UPSTREAM))),
        v.description('PHP-FPM, for what handlers leave to PHP: `unix:/run/php/php8.2-fpm.sock`'),
      ),
      http: v.pipe(
        v.optional(v.pipe(v.string(), v.regex(/^http:\/\/[^/]+\/?$/, 'must be like `http://127.0.0.1:8081`'))),
        v.description('Instead of `fastcgi`: a virtual host in which every page is PHP'),
      ),
      timeout: v.pipe(v.optional(count), v.description('How long PHP may be silent, in seconds; 60 by default')),
    }),
    {},
  ),
  server: v.optional(
    v.strictObject({
      docroot: v.pipe(
        v.optional(v.pipe(v.string(), v.startsWith('/', 'must be an absolute path'))),
        v.description('The document root as the web server sees it, when it differs from `site.docroot`'),
      ),
      for: v.pipe(
        v.optional(v.picklist(['htaccess', 'vhost', 'worker'])),
        v.description('Default of `migrate emit-apache --for`'),
      ),
    }),
    {},
  ),
  php: v.optional(
    v.strictObject({
      charset: v.pipe(
        v.optional(v.picklist(['utf-8', 'iso-8859-1']), 'utf-8'),
        v.description('The charset of the pages'),
      ),
      timezone: v.pipe(v.optional(text, 'UTC'), v.description("`date.timezone` of the site's PHP")),
      session: v.optional(session, {}),
    }),
    {},
  ),
})

/** The configuration with its defaults filled in. */
export type Config = v.InferOutput<typeof ConfigSchema>

/**
 * Reads and checks a configuration file.
 *
 * @throws MigrateError NO_CONFIG, or CONFIG_INVALID that lists every problem with its place
 */
export function readConfig(file: string): Config {
  const source = readSource(file)
  const result = v.safeParse(ConfigSchema, parseJson(file, source))
  if (result.success) return result.output
  const problems = result.issues.map((issue) => `  ${v.getDotPath(issue) ?? 'the file'}: ${describe(issue)}`)
  throw new MigrateError(
    'CONFIG_INVALID',
    `${problems.length === 1 ? 'A setting' : `${problems.length} settings`} in \`${file}\` can't be used:\n${problems.join('\n')}`,
    'Mend the lines above; `migrate init --print` shows a complete file',
  )
}

function readSource(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new MigrateError(
      'NO_CONFIG',
      `The configuration \`${file}\` can't be read: ${(error as Error).message}`,
      'Check the path given with `--config`, or run `migrate init` to write one',
      {cause: error},
    )
  }
}

function parseJson(file: string, source: string): unknown {
  try {
    return JSON.parse(source)
  } catch (error) {
    const message = (error as Error).message
    const position = /position (\d+)/.exec(message)?.[1]
    const place = position === undefined ? '' : placeOf(source, Number(position))
    throw new MigrateError(
      'CONFIG_INVALID',
      `\`${file}${place}\` is not JSON: ${message}`,
      'Mend the line; JSON has no comments and no comma after the last entry',
      {
        cause: error,
      },
    )
  }
}

function placeOf(source: string, position: number): string {
  const before = source.slice(0, position).split('\n')
  return `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'there is no such setting'
  if (issue.received === 'undefined') return 'is missing'
  if (issue.message.startsWith('must')) return issue.message
  return `must be ${KINDS[issue.expected ?? ''] ?? issue.expected}, not ${issue.received}`
}

/** valibot's names of kinds, for people. */
const KINDS: Record<string, string> = {Array: 'a list', Object: 'an object', string: 'text'}
