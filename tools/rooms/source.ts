import { parseSync, Visitor } from 'oxc-parser'

/** One import as written. `line` counts from 1; `specifier` is null where only running the program would tell. */
export type Import = { readonly line: number; readonly specifier: string | null; readonly typeOnly: boolean }

/** SQL seen in a file: the line and the sign by which it was known. */
export type SqlSign = { readonly line: number; readonly sign: string }

/** What the gate needs to know of one file. `path` is relative to the top of the tree, with slashes. */
export type Source = {
  readonly path: string
  readonly lines: number
  readonly generated: boolean
  readonly imports: readonly Import[]
  readonly sql: readonly SqlSign[]
  readonly errors: readonly string[]
}

const builders: ReadonlySet<string> = new Set([
  'selectFrom',
  'insertInto',
  'updateTable',
  'deleteFrom',
  'mergeInto',
])
const drivers: ReadonlySet<string> = new Set(['pg', 'kysely'])
const statement =
  /^\s*(with\s+\w+\s+as\s*\(|select\s[\s\S]+\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|(create|alter|drop)\s+(table|index|function|trigger|type)\s)/i

/** Reads one TypeScript file: its imports of every kind, and the signs of SQL in it. Pure. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text, { sourceType: 'module' })
  const lineOf = lineCounter(text)
  const imports: Import[] = []
  const sql: SqlSign[] = []
  const found = (start: number, specifier: string | null, typeOnly: boolean): void => {
    imports.push({ line: lineOf(start), specifier, typeOnly })
    if (specifier !== null && drivers.has(specifier) && !typeOnly)
      sql.push({ line: lineOf(start), sign: `import of ${specifier}` })
  }
  const saw = (start: number, sign: string): void => void sql.push({ line: lineOf(start), sign })
  new Visitor({
    ImportDeclaration: (node) =>
      found(node.start, node.source.value, node.importKind === 'type' || onlyTypes(node.specifiers)),
    ExportAllDeclaration: (node) => found(node.start, node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration(node) {
      if (node.source !== null) found(node.start, node.source.value, node.exportKind === 'type')
    },
    ImportExpression: (node) => found(node.start, textOf(node.source), false),
    TSImportType: (node) => found(node.start, node.source.value, true),
    TSExternalModuleReference: (node) => found(node.start, node.expression.value, false),
    CallExpression(node) {
      const { callee } = node
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
      if (builders.has(callee.property.name) && node.arguments.length > 0)
        saw(callee.property.start, `.${callee.property.name}(…)`)
    },
    TaggedTemplateExpression(node) {
      if (node.tag.type === 'Identifier' && node.tag.name === 'sql') saw(node.start, 'sql`…`')
    },
    TemplateLiteral(node) {
      const head = node.quasis.map((part) => part.value.raw).join('?')
      if (statement.test(head)) saw(node.start, 'text of a statement')
    },
    Literal(node) {
      if (typeof node.value === 'string' && statement.test(node.value)) saw(node.start, 'text of a statement')
    },
  }).visit(parsed.program)
  return {
    path,
    lines: lineOf(text.length) - (text.endsWith('\n') ? 1 : 0),
    generated: text.slice(0, text.indexOf('\n')).includes('@generated'),
    imports,
    sql,
    errors: parsed.errors.map((error) => error.message),
  }
}

// `import {} from 'x'` and `import 'x'` load the module; a list of nothing but types does not.
const onlyTypes = (specifiers: readonly { readonly type: string; readonly importKind?: string }[]): boolean =>
  specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type')

type Expression = { readonly type: string; readonly value?: unknown; readonly quasis?: readonly Quasi[] }
type Quasi = { readonly value: { readonly cooked: string | null } }

function textOf(node: Expression): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TemplateLiteral' && node.quasis?.length === 1)
    return node.quasis[0]?.value.cooked ?? null
  return null
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1
}
