/**
 * Something the user can mend. Printed as what happened, a code and a hint, without a stack; anything else that is
 * thrown is a fault of ours and keeps its stack.
 */
export class MigrateError extends Error {
  override readonly name = 'MigrateError'
  /** A stable name in capitals, such as `NO_LEDGER`: scripts may match it. */
  readonly code: string
  /** What to do next: a sentence, usually with a command in backticks. */
  readonly hint: string
  /** 1 when a check said no, 2 for wrong usage or a broken environment. */
  readonly exitStatus: 1 | 2
  /** With `--json`: what is behind it, one by one. */
  readonly details: unknown

  constructor(
    code: string,
    message: string,
    hint: string,
    options: {exitStatus?: 1 | 2; cause?: unknown; details?: unknown} = {},
  ) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause})
    this.code = code
    this.hint = hint
    this.exitStatus = options.exitStatus ?? 2
    this.details = options.details
  }
}

/** The user stopped the command, with Ctrl-C or by ending it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  /** As shells count it: 128 and the number of the signal. */
  readonly exitStatus: number

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`Stopped by ${signal}`)
    this.exitStatus = signal === 'SIGINT' ? 130 : 143
  }
}
