/** Code with a body, or the whole file. */
export interface Scope {
  kind: 'file' | 'function' | 'method' | 'closure' | 'class'
  /** `login`, `Cart::add`; of a closure, the name of what it stands in. Empty at the top level of the file. */
  name: string
  /** Of a class that has a name, what it is. */
  declared: 'class' | 'interface' | 'trait' | 'enum' | undefined
  /** The name of the class that a class extends. */
  extends: string | undefined
  /** The token of the name, or of the keyword when it has none. */
  token: number
  /** The bracket before the parameters; -1 of what has none. */
  parameters: number
  /** Tokens of the body, without its braces. */
  start: number
  end: number
  /** The scope around it. */
  parent: number
}
