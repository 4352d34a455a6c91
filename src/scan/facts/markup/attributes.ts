const NAME = /[\s/]*([^\s/>=]+)\s*(=?)\s*/y
const VALUE = /"([^"]*)"?|'([^']*)'?|([^\s>]*)/y

/**
 * The attributes of an HTML tag, as browsers read them (HTML, "Tokenization"): by name in lower case; of two with one
 * name the first counts.
 *
 * @param from behind the name of the tag
 */
export function attributesOf(text: string, from: number): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  let at = from
  for (;;) {
    NAME.lastIndex = at
    const [whole, name = '', equals] = NAME.exec(text) ?? []
    if (whole === undefined) return attributes
    at += whole.length
    let value = ''
    if (equals) {
      VALUE.lastIndex = at
      const [written = '', double, single, bare = ''] = VALUE.exec(text) ?? []
      at += written.length
      value = double ?? single ?? bare
    }
    if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), value)
  }
}
