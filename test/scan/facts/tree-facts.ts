/** The same facts from a syntax tree of php-parser, by walking it: what our extractors are compared with. */

import {child, children, lineOf, list, type Node} from '../../../src/scan/deep/tree.ts'
import {TAKES_CALLBACK} from '../../../src/scan/facts/callback-takers.ts'
import {type ComparedFacts, input, noFacts} from './compared-facts.ts'
import {branchesOf, isVariable, keyOf, nameOf, type Place, SOURCES, staticName, TYPES, textOf} from './tree-nodes.ts'

/** What a walk of the whole tree finds. */
export function treeFacts(program: Node): ComparedFacts {
  const walk = new TreeWalk()
  walk.visit(program, {inside: '', owner: ''})
  return walk.result()
}

class TreeWalk {
  private readonly facts = noFacts()
  private branches = 0

  result(): ComparedFacts {
    const {facts} = this
    for (const name of ['calls', 'callers', 'classes', 'constants'] as const) facts[name] = [...new Set(facts[name])]
    facts.branches.push(String(this.branches))
    return facts
  }

  visit(node: Node, place: Place): void {
    this.branches += branchesOf(node)
    const special = this.special(node, place)
    for (const below of special ?? children(node)) this.visit(below, place)
  }

  /** Takes what a node says; gives the nodes below that are still to be visited, when those are not all. */
  private special(node: Node, place: Place): Node[] | undefined {
    const {facts} = this
    switch (node.kind) {
      case 'variable':
        return this.variable(node)
      case 'offsetlookup':
        return this.offset(node)
      case 'name':
        this.constant(node)
        return []
      case 'include':
        facts.includes.push(`${node.require ? 'require' : 'include'}${node.once ? '_once' : ''} ${lineOf(node)}`)
        return undefined
      case 'call':
        return this.call(node, place)
      case 'new':
        return this.construct(node, place)
      case 'staticlookup':
        return this.staticLookup(node)
      case 'propertylookup':
      case 'nullsafepropertylookup':
        if (child(node, 'offset')?.kind !== 'identifier') facts['dynamic-name'].push('dynamic-name')
        return undefined
      case 'bin': {
        const right = child(node, 'right')
        if (node.type !== 'instanceof' || right?.kind !== 'name') return undefined
        this.class(right)
        return [child(node, 'left')].filter((left) => left !== undefined)
      }
      case 'function':
        if (nameOf(node) === '') return this.inside(node, place, place)
        this.define('function', node)
        return this.inside(node, {...place, inside: nameOf(node)}, place)
      case 'method':
        return this.inside(node, {...place, inside: place.owner === '' ? '' : `${place.owner}::${nameOf(node)}`}, place)
      case 'closure':
      case 'arrowfunc':
        return this.inside(node, place, place)
      case 'class':
      case 'interface':
      case 'trait':
      case 'enum':
        return this.classLike(node, place)
      case 'traituse':
        for (const trait of list(node, 'traits')) this.class(trait)
        return []
      case 'constantstatement':
        for (const constant of list(node, 'constants'))
          facts.definitions.push(`constant ${nameOf(constant)} ${lineOf(child(constant, 'name') ?? constant)}`)
        return undefined
      case 'property':
      case 'classconstant':
        this.type(child(node, 'type'))
        return children(node).filter((below) => below !== child(node, 'type'))
      case 'propertystatement':
        if (node.isStatic) facts.static.push('static')
        return undefined
      case 'attribute':
        this.facts.classes.push(String(node.name).replace(/^\\/, ''))
        return undefined
      case 'catch':
        for (const what of list(node, 'what')) this.class(what)
        return children(node).filter(({kind}) => kind !== 'name')
      case 'global':
        facts.global.push('global')
        return list(node, 'items').filter(({name}) => typeof name !== 'string')
      case 'static':
        facts.static.push('static')
        return undefined
      case 'silent':
        facts.silence.push('silence')
        return undefined
      case 'goto':
        facts.goto.push('goto')
        return undefined
      case 'exit':
        facts.exit.push(`line ${lineOf(node)}`)
        return undefined
      case 'eval':
        facts.eval.push(`line ${lineOf(node)}`)
        return undefined
      case 'encapsed':
        if (node.type === 'shell') facts.backtick.push('exec')
        return undefined
      case 'assignref':
        facts.reference.push('reference')
        return undefined
      case 'parameter':
        if (node.byref) facts.reference.push('reference')
        this.type(child(node, 'type'))
        return children(node).filter((below) => below !== child(node, 'type'))
      default:
        this.byReference(node)
        return undefined
    }
  }

  /** `[&$a]`, `foreach ($a as &$b)`, `function () use (&$a)`: php-parser marks the variable or the entry. */
  private byReference(node: Node): void {
    const isEntry = node.kind === 'entry' && node.byRef && child(node, 'value')?.kind !== 'list'
    if (isEntry || node.kind === 'byref') this.facts.reference.push('reference')
  }

  private variable(node: Node): Node[] | undefined {
    const {name} = node
    if (node.byref) this.facts.reference.push('reference')
    if (typeof name !== 'string') {
      this.facts['variable-variable'].push('variable-variable')
      return undefined
    }
    const source = SOURCES.get(name)
    if (source) this.facts.inputs.push(input(source, [], false))
    return []
  }

  private offset(node: Node): Node[] | undefined {
    const offsets: (Node | undefined)[] = []
    let base: Node | undefined = node
    while (base?.kind === 'offsetlookup') {
      offsets.unshift(child(base, 'offset'))
      base = child(base, 'what')
    }
    const source = base?.kind === 'variable' && typeof base.name === 'string' ? SOURCES.get(base.name) : undefined
    if (!source) return undefined
    if (base?.byref || node.byref) this.facts.reference.push('reference')
    const keys = offsets.map(keyOf)
    const unknown = keys.indexOf(undefined)
    const known = (unknown < 0 ? keys : keys.slice(0, unknown)) as string[]
    const named = source === 'globals' ? SOURCES.get(known[0]) : undefined
    const isOther = named !== undefined && named !== 'globals'
    this.facts.inputs.push(input(isOther ? named : source, isOther ? known.slice(1) : known, unknown >= 0))
    return offsets.filter((offset) => offset !== undefined)
  }

  private constant(node: Node): void {
    const name = textOf(node)
    if (!/^(?:true|false|null|self|parent|__\w+__)$/i.test(name)) this.facts.constants.push(name)
  }

  private class(node: Node | undefined): void {
    if (node?.kind !== 'name') return
    if (!TYPES.has(textOf(node).toLowerCase())) this.facts.classes.push(textOf(node))
  }

  private type(node: Node | undefined): void {
    if (node?.kind === 'name') this.class(node)
    else if (node) for (const below of children(node)) this.type(below)
  }

  private inside(node: Node, place: Place, around: Place): Node[] {
    this.type(child(node, 'type'))
    for (const group of list(node, 'attrGroups')) this.visit(group, around)
    for (const below of children(node)) {
      if (below.kind === 'attrgroup') continue
      if (below === child(node, 'type') || below.kind === 'identifier') continue
      if (below.kind === 'variable' && list(node, 'uses').includes(below)) {
        if (below.byref) this.facts.reference.push('reference')
        continue
      }
      this.visit(below, place)
    }
    return []
  }

  private classLike(node: Node, place: Place): Node[] {
    const name = nameOf(node)
    if (name !== '') this.define(node.kind, node)
    for (const field of ['extends', 'implements']) {
      this.class(child(node, field))
      for (const base of list(node, field)) this.class(base)
    }
    const around = {inside: place.owner === '' ? place.inside : '', owner: name}
    for (const group of list(node, 'attrGroups')) this.visit(group, around)
    // Code of a class that stands in no method runs with the file; a nameless class has no name to give.
    for (const member of list(node, 'body')) this.visit(member, {inside: '', owner: name})
    return []
  }

  private define(kind: string, node: Node): void {
    const name = child(node, 'name') ?? node
    this.facts.definitions.push(`${kind} ${nameOf(node)} ${lineOf(name)}`)
  }

  private staticLookup(node: Node): Node[] {
    const what = child(node, 'what')
    const offset = child(node, 'offset')
    if (what?.kind === 'name') this.class(what)
    if (isVariable(what) || child(what, 'offset')?.kind === 'variable') this.facts['dynamic-name'].push('dynamic-name')
    const isPlain = offset?.kind === 'identifier' || (offset?.kind === 'variable' && typeof offset.name === 'string')
    return [what?.kind === 'name' ? undefined : what, isPlain ? undefined : offset].filter(
      (below) => below !== undefined,
    )
  }

  private called(name: string, {inside}: Place): void {
    this.facts.callers.push(`${inside}: ${name}`)
  }

  private call(node: Node, place: Place): Node[] {
    const what = child(node, 'what')
    const below = list(node, 'arguments')
    const word = what?.kind === 'name' ? textOf(what).toLowerCase() : ''
    if (what?.kind === 'name') {
      const name = word.slice(word.lastIndexOf('\\') + 1)
      this.facts.calls.push(name)
      this.called(name, place)
      if (word === 'define') this.defined(node)
      if (TAKES_CALLBACK.has(word)) for (const argument of below) this.callback(argument, place)
      return below
    }
    const offset = child(what, 'offset')
    if (what?.kind === 'staticlookup' && offset?.kind === 'identifier')
      this.called(staticName(what, offset, place), place)
    else if (
      /propertylookup$/.test(what?.kind ?? '') &&
      offset?.kind === 'identifier' &&
      !what?.parenthesizedExpression
    )
      this.called(`->${String(offset.name).toLowerCase()}`, place)
    const isComputed = (what?.kind === 'variable' || what?.kind === 'offsetlookup') && !what.parenthesizedExpression
    if (isComputed && isVariable(what)) this.facts['dynamic-name'].push('dynamic-name')
    if (what?.kind === 'staticlookup' && offset?.kind === 'variable' && child(what, 'what')?.kind !== 'variable')
      this.facts['dynamic-name'].push('dynamic-name')
    return what ? [what, ...below] : below
  }

  private callback(argument: Node, place: Place): void {
    if (argument.kind === 'string') this.called(String(argument.value).toLowerCase(), place)
    const [, item, another] = argument.kind === 'array' ? list(argument, 'items') : []
    const last = item && !item.key && !another ? child(item, 'value') : undefined
    if (last?.kind === 'string') this.called(`->${String(last.value).toLowerCase()}`, place)
  }

  private defined(node: Node): void {
    const [name] = list(node, 'arguments')
    if (name?.kind === 'string') this.facts.definitions.push(`constant ${name.value} ${lineOf(node)}`)
  }

  private construct(node: Node, place: Place): Node[] {
    const what = child(node, 'what')
    const below = list(node, 'arguments')
    if (what?.kind === 'class') this.visit(what, place)
    else if (what?.kind === 'name') {
      this.class(what)
      this.called(`new ${textOf(what).toLowerCase().replace(/^.*\\/, '')}`, place)
    } else if (what?.kind === 'staticreference' || what?.kind === 'selfreference') {
      if (place.inside.includes('::')) this.called(`new ${place.owner.toLowerCase()}`, place)
    } else if (what?.kind === 'parentreference') this.called('new parent', place)
    else if (what) {
      this.facts['dynamic-name'].push('dynamic-name')
      return [what, ...below]
    }
    return below
  }
}
