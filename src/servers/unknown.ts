/** Styles and forms that a server does not have. */
import {MigrateError} from '../errors.ts'
import type {EmitOptions, ServerEmitter} from './types.ts'

/** @throws MigrateError UNKNOWN_STYLE, UNKNOWN_FORM */
export function checkStyleAndForm(
  server: string,
  {styles, forms}: Pick<ServerEmitter, 'styles' | 'forms'>,
  {style, form}: Pick<EmitOptions, 'style' | 'form'>,
): void {
  check(server, 'style', styles, style)
  check(server, 'form', forms, form)
}

function check(server: string, what: 'style' | 'form', known: readonly string[], name: string): void {
  if (known.includes(name)) return
  const list = known.map((each) => `\`${each}\``).join(', ')
  throw new MigrateError(`UNKNOWN_${what.toUpperCase()}`, `${server} has no ${what} \`${name}\``, `Use ${list}`)
}
