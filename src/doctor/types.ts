/** What is found about the site's PHP and its sessions, as `--json` and the screen have it. */

/** What a PHP says of itself. */
export interface PhpFacts {
  /** `8.2.7`. */
  version: string
  /** `fpm-fcgi`, `cli` … */
  sapi: string
  /** The number of the user it runs as; `null` when it can't say. */
  user: number | null
  /** `session.*`, `redis.session.*` and the few others that sessions depend on, by their names in php.ini. */
  ini: Readonly<Record<string, string>>
}

/** A setting that PHP has otherwise than the configuration. */
export interface SettingDifference {
  /** The name in php.ini. */
  ini: string
  /** The value there. */
  php: string
  /** What holds here; the default when the configuration says nothing. */
  here: string
  /** Where it belongs in the configuration: `php.session.cookie.secure`. */
  path: string
  /** What belongs there. */
  value: string | number | boolean
}

/** One step of the proof. */
export interface ProofStep {
  what: string
  ok: boolean
  /** What went wrong, in plain words. */
  problem?: string
}

/** A value of a session with everything that PHP wrote of it. */
export type ShownValue =
  | {type: 'null'}
  | {type: 'bool'; value: boolean}
  /** Decimal text: 64 bits do not fit a number of JSON. */
  | {type: 'int' | 'float'; value: string}
  | {type: 'string'; value: string; bytes: number}
  | {type: 'array'; entries: ShownEntry[]}
  | {type: 'object'; class: string; entries: ShownEntry[]}
  /** An object that wrote itself; only its class can read it. */
  | {type: 'serializable'; class: string}
  | {type: 'enum'; case: string}
  /** The same value as that of another place: by reference (`&`), or the same object. */
  | {type: 'reference' | 'same object'; to: string}

/** An element, a property or a variable. */
export interface ShownEntry {
  /** An integer key as text. */
  key: string
  /** Of a property. */
  visibility?: 'protected' | 'private'
  value: ShownValue
}
