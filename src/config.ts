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
    path: v.optional(v.string()),
    domain: v.optional(v.string()),
    secure: v.optional(v.boolean()),
    httpOnly: v.optional(v.boolean()),
    sameSite: v.optional(v.picklist(['Lax', 'Strict', 'None'])),
  }),
  v.description('`session.cookie_*` of the PHP: the cookies of new sessions are then as its own'),
)

const redisLock = v.pipe(
  v.strictObject({
    lockingEnabled: v.optional(v.boolean()),
    lockExpire: v.optional(count),
    lockRetries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1, 'must be -1 or more'))),
    lockWaitTime: v.optional(count),
    maxExecutionTime: v.optional(count),
  }),
  v.description('`redis.session.*` of the PHP, and its `max_execution_time`'),
)

const session = v.strictObject({
  name: v.pipe(v.optional(text, 'PHPSESSID'), v.description("`session.name` of the site's PHP")),
  savePath: v.pipe(
    v.optional(text),
    v.description(
      "`session.save_path` of the site's PHP: `/var/lib/php/sessions`, `2;/directory`, `tcp://127.0.0.1:6379`, `unix:///path`",
    ),
  ),
  saveHandler: v.pipe(
    v.optional(
      v.picklist(
        ['files', 'redis'],
        'must be `files` or `redis`; for another store, let PHP keep its sessions in one of these first',
      ),
    ),
    v.description('`session.save_handler`'),
  ),
  redis: v.optional(redisLock),
  serializeHandler: v.pipe(
    v.optional(
      v.picklist(
        ['php', 'php_binary', 'php_serialize'],
        'must be `php`, `php_binary` or `php_serialize`; only PHP can read others, such as `igbinary`',
      ),
    ),
    v.description('`session.serialize_handler`'),
  ),
  strictMode: v.pipe(v.optional(v.boolean()), v.description('`session.use_strict_mode`')),
  useCookies: v.pipe(v.optional(v.boolean()), v.description('`session.use_cookies`')),
  useOnlyCookies: v.pipe(v.optional(v.boolean()), v.description('`session.use_only_cookies`')),
  useTransSid: v.pipe(
    v.optional(v.literal(false, 'must be false: session ids are not written into links')),
    v.description('`session.use_trans_sid`, which is not supported'),
  ),
  refererCheck: v.pipe(v.optional(v.string()), v.description('`session.referer_check`')),
  cacheLimiter: v.pipe(
    v.optional(v.picklist(['nocache', 'public', 'private', 'private_no_expire', ''])),
    v.description('`session.cache_limiter`'),
  ),
  cacheExpire: v.pipe(v.optional(count), v.description('`session.cache_expire`, in minutes')),
  lazyWrite: v.pipe(v.optional(v.boolean()), v.description('`session.lazy_write`')),
  idLength: v.pipe(
    v.optional(v.pipe(count, v.minValue(22, 'must be 22 to 256'), v.maxValue(256, 'must be 22 to 256'))),
    v.description('`session.sid_length`; Debian has 26'),
  ),
  idBitsPerCharacter: v.pipe(
    v.optional(v.picklist([4, 5, 6])),
    v.description('`session.sid_bits_per_character`; Debian has 5'),
  ),
  gcProbability: v.pipe(
    v.optional(count),
    v.description('`session.gc_probability`; 0 when absent: PHP goes on removing old sessions'),
  ),
  gcDivisor: v.pipe(
    v.optional(v.pipe(count, v.minValue(1, 'must be 1 or more'))),
    v.description('`session.gc_divisor`'),
  ),
  gcMaxLifetime: v.pipe(
    v.optional(v.pipe(count, v.minValue(1, 'must be 1 or more'))),
    v.description('`session.gc_maxlifetime`, in seconds; in Redis how long a session lives'),
  ),
  lockTimeout: v.pipe(
    v.optional(v.pipe(count, v.minValue(1, 'must be 1 or more'))),
    v.description('How long a page waits for the lock on a session file, in milliseconds; 60000 when absent'),
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
    aliases: v.pipe(
      v.optional(
        v.record(v.pipe(v.string(), v.startsWith('/', 'must be named by a URL path such as `/old`')), text),
        {},
      ),
      v.description(
        'What `Alias` in the configuration of the web server maps: URL prefixes, each with its directory, absolute or relative to this file',
      ),
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
  backends: v.pipe(
    v.optional(
      v.array(
        v.strictObject({
          name: v.pipe(
            v.string(),
            v.regex(
              /^(?!main$)[a-z0-9][a-z0-9-]{0,39}$/,
              'must be lower-case letters, digits and dashes, and not `main`',
            ),
            v.description('A short name of the area, such as `admin`'),
          ),
          pages: v.pipe(v.array(text), v.description('Globs below the document root, such as `admin/**`')),
          fastcgi: v.pipe(address, v.description('Where the `migrate serve` of the area listens')),
        }),
      ),
      [],
    ),
    v.check(
      (areas) => new Set(areas.map(({name}) => name)).size === areas.length,
      'must not have two areas of one name',
    ),
    v.description('Areas of the site with a backend of their own; of several that take a page the first does'),
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
      config: v.pipe(
        v.optional(v.union([v.literal('installed'), v.array(text)], 'must be `installed` or a list of files')),
        v.description(
          "The server's own configuration: files relative to this one, or `installed` for the Apache of this machine",
        ),
      ),
      style: v.pipe(v.optional(text), v.description('Default of `--style` of the `emit-…` commands')),
      markers: v.pipe(
        v.optional(v.pipe(v.string(), v.startsWith('/', 'must be an absolute path'))),
        v.description('The folder of marker files, outside the document root: `/var/lib/migrate/shop`'),
      ),
      maps: v.pipe(
        v.optional(v.pipe(v.string(), v.startsWith('/', 'must be an absolute path'))),
        v.description('The folder of the table of pages, outside the document root: `/var/lib/migrate/shop-map`'),
      ),
      fallback: v.pipe(
        v.optional(v.boolean()),
        v.description('Let PHP answer while the backend is down; needs `legacy.fastcgi` and a virtual host'),
      ),
      cgi: v.pipe(
        v.optional(
          v.strictObject({
            script: v.pipe(v.optional(text), v.description('The CGI program: `/srv/shop-ts/cgi/migrate.cgi`')),
            url: v.pipe(v.optional(text), v.description('The URL path it has: `/cgi-bin/migrate.cgi`')),
          }),
        ),
        v.description('The program of `--style cgi`'),
      ),
      custom: v.pipe(
        v.optional(
          v.strictObject({
            module: v.pipe(text, v.description('The module that the directives need: `python_module`')),
            directives: v.pipe(
              v.array(text),
              v.description('Directives of a section, with `{page}`, `{name}` and `{file}` filled in'),
            ),
            plain: v.pipe(v.optional(v.boolean()), v.description('Write plain `<Files name>` sections')),
          }),
        ),
        v.description('What `--style custom` writes for a page'),
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
