import { permission, isPermission } from '@hufu/authority'
import { problem, refusals } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { z } from 'zod'
import type { ZodType } from 'zod'
import type { Locale } from './call.ts'

type Schema = Record<string, unknown>

const schemaOf = (shape: ZodType, io: 'input' | 'output'): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  })
  return schema
}

/** The contract as OpenAPI 3.1, made from the same shapes that parse every request. */
export function openApi(routes: readonly Route[], publicUrl: string): Schema {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hufu',
      version: '1',
      description:
        'Every operation names the permissions it asks in `x-asks`. Errors are `application/problem+json` with a stable `code`.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'hufu' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: schemaOf(problem, 'output') },
    },
    'x-refusals': Object.fromEntries(
      Object.entries(refusals).map(([code, { status, en, zh }]) => [code, { status, en, zh }]),
    ),
  }
}

function operation(route: Route): Schema {
  const json = (schema: Schema): Schema => ({ 'application/json': { schema } })
  const bytes: Schema = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
  const takesBody = !route.body.safeParse(undefined).success
  const body = route.sends === 'bytes' ? bytes : takesBody ? json(schemaOf(route.body, 'input')) : null
  return {
    summary: route.summary,
    'x-asks': route.asks,
    security: route.caller.type === 'anyone' ? [] : [{ cookie: [] }, { bearer: [] }],
    ...(route.caller.type === 'anyone' ? { description: `Open to anyone: ${route.caller.because}.` } : {}),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(body === null ? {} : { requestBody: { required: true, content: body } }),
    responses: {
      200: {
        description: 'Done',
        content: route.answers === 'bytes' ? bytes : json(schemaOf(route.answer, 'output')),
      },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function parameters(shape: ZodType, place: 'path' | 'query'): readonly Schema[] {
  // Params and queries are strict objects in every contract, which JSON Schema tells by `properties`.
  const { properties = {}, required = [] } = schemaOf(shape, 'input') as {
    properties?: Record<string, Schema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }))
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The contract as one page for people: no script, nothing from elsewhere. */
export function readableDocs(routes: readonly Route[], locale: Locale): string {
  const zh = locale === 'zh-CN'
  const word = (key: string): string => (isPermission(key) ? permission(key)[zh ? 'zh' : 'en'] : key)
  const rows = routes
    .toSorted((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : 0))
    .map(
      (
        route,
      ) => `<details><summary><b>${route.method}</b> <code>${escape(route.url)}</code> — ${escape(route.summary)}</summary>
<p>${zh ? '所需权限' : 'Asks'}: ${route.asks.map((key) => `<code title="${escape(key)}">${escape(word(key))}</code>`).join(', ')}${route.caller.type === 'anyone' ? ` · ${zh ? '无需登录' : 'open'}: ${escape(route.caller.because)}` : ''}</p>
<pre>${escape(JSON.stringify(operation(route), null, 2))}</pre></details>`,
    )
  const codes = Object.entries(refusals).map(
    ([code, { status, zh: chinese, en }]) =>
      `<tr><td><code>${code}</code></td><td>${status}</td><td>${escape(zh ? chinese : en)}</td></tr>`,
  )
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hufu API</title><style>:root{color-scheme:light dark}body{font:14px/22px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem}
pre{overflow:auto;padding:1rem;background:#8881;border-radius:6px}summary{cursor:pointer;padding:.3rem 0}table{border-collapse:collapse}td{border-top:1px solid #8884;padding:.3rem .8rem .3rem 0}</style></head>
<body><h1>Hufu API</h1><p><a href="/openapi.json">OpenAPI 3.1</a></p>${rows.join('\n')}
<h2>${zh ? '拒绝代码' : 'Refusals'}</h2><table>${codes.join('')}</table></body></html>`
}
