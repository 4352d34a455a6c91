/** The branches and loops of a file's top level, as a tree. */
import {child, lastLineOf, lineOf, list, type Node, statementsOf, textOf} from './tree.ts'
import type {OutlineNode} from './types.ts'
import {leavesAll} from './unreachable.ts'

/** Control structure in the order of the source. `elseif` and `else` follow their `if` on the same level. */
export function outlineOf(program: Node, source: string): OutlineNode[] {
  return outlineOfAll(statementsOf(program))

  function outlineOfAll(statements: readonly Node[]): OutlineNode[] {
    return statements.flatMap(outlineOfOne)
  }

  function outlineOfOne(node: Node): OutlineNode[] {
    switch (node.kind) {
      case 'block':
      case 'namespace':
      case 'declare':
        return outlineOfAll(statementsOf(node))
      case 'if':
        return branches(node)
      case 'switch':
        return [{...entry('switch', node, textOf(source, child(node, 'test'))), children: cases(node)}]
      case 'while':
      case 'do':
        return [{...entry(node.kind, node, textOf(source, child(node, 'test'))), ...below(child(node, 'body'))}]
      case 'for':
        return [
          {
            ...entry(
              'for',
              node,
              list(node, 'test')
                .map((test) => textOf(source, test))
                .join(', '),
            ),
            ...below(child(node, 'body')),
          },
        ]
      case 'foreach': {
        const each = [child(node, 'key'), child(node, 'value')].filter((part) => part !== undefined)
        const text = `${textOf(source, child(node, 'source'))} as ${each.map((part) => textOf(source, part)).join(' => ')}`
        return [{...entry('foreach', node, text), ...below(child(node, 'body'))}]
      }
      case 'try':
        return tries(node)
      default:
        return []
    }
  }

  function branches(node: Node): OutlineNode[] {
    const found: OutlineNode[] = []
    for (let branch: Node | undefined = node; branch; branch = child(branch, 'alternate')) {
      const isIf = branch.kind === 'if'
      const body: Node | undefined = isIf ? child(branch, 'body') : branch
      const kind = branch === node ? 'if' : isIf ? 'elseif' : 'else'
      const next = child(branch, 'alternate')
      // php-parser lets the body of `if (…):` reach to the `endif`.
      const lastLine = Math.min(lastLineOf(body ?? branch), next ? lineOf(next) : Number.POSITIVE_INFINITY)
      found.push({...entry(kind, branch, isIf ? textOf(source, child(branch, 'test')) : ''), lastLine, ...below(body)})
      if (!isIf) break
    }
    return found
  }

  function cases(node: Node): OutlineNode[] {
    return list(child(node, 'body'), 'children').map((one) => ({
      ...entry('case', one, child(one, 'test') ? textOf(source, child(one, 'test')) : 'default'),
      ...below(child(one, 'body')),
    }))
  }

  function tries(node: Node): OutlineNode[] {
    const always = child(node, 'always')
    return [
      {...entry('try', node, ''), ...below(child(node, 'body'))},
      ...list(node, 'catches').map((caught) => ({
        ...entry(
          'catch',
          caught,
          list(caught, 'what')
            .map((type) => textOf(source, type))
            .join(' | '),
        ),
        ...below(child(caught, 'body')),
      })),
      ...(always ? [{...entry('finally', always, ''), ...below(always)}] : []),
    ]
  }

  function below(body: Node | undefined): Pick<OutlineNode, 'children' | 'ends'> {
    const statements = statementsOf(body)
    const ends = leavesAll(statements)
    return {children: outlineOfAll(statements), ...(ends && ends !== 'loop' ? {ends} : {})}
  }
}

function entry(kind: OutlineNode['kind'], node: Node, text: string): OutlineNode {
  return {kind, text, line: lineOf(node), lastLine: lastLineOf(node), children: []}
}
