import { isPermission, permission } from '@hufu/authority'
import { refusals, wordsOf } from '@hufu/contract'
import type { Problem } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type { Locale } from './call.ts'

const unexpected = {
  'zh-CN': '系统出了问题，请稍后再试；如仍出现，请把请求编号告诉管理员',
  'en-US':
    'Something went wrong on our side; try again shortly, and give an administrator the request id if it stays',
} as const

/** The body of an error answer, in the caller's language. What is no refusal is our bug and says nothing of the inside. */
export function problemOf(error: unknown, locale: Locale, requestId: string): Problem {
  const known = isRefusal(error) ? statusOf(error) : null
  if (!isRefusal(error) || known === null) {
    const words = unexpected[locale]
    return {
      type: 'about:blank',
      title: words,
      status: 500,
      code: 'server/unexpected',
      detail: words,
      requestId,
    }
  }
  const { fields, permission: missing, by, missing: needs, revision, ...details } = error.details
  const words = wordsOf(error.code, locale, named(error.details, locale))
  const because =
    missing === undefined || !/^(authority|member)\//.test(error.code)
      ? {}
      : { because: { permission: missing, by, missing: needs, revision } }
  return {
    type: `urn:hufu:problem:${error.code}`,
    title: words,
    status: known,
    code: error.code,
    detail: words,
    requestId,
    ...because,
    ...(Array.isArray(fields) ? { fields: fields as NonNullable<Problem['fields']> } : {}),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  }
}

/** HTTP status of a refusal, or null when its code is not on the list: a bug of ours. */
export function statusOf(refusal: Refusal): number | null {
  return Object.hasOwn(refusals, refusal.code) ? refusals[refusal.code as keyof typeof refusals].status : null
}

// Keys such as `file.download` become the words people know.
function named(details: Readonly<Record<string, unknown>>, locale: Locale): Record<string, unknown> {
  const word = (value: unknown): unknown =>
    typeof value === 'string' && isPermission(value)
      ? permission(value)[locale === 'zh-CN' ? 'zh' : 'en']
      : value
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(word) : word(value),
    ]),
  )
}

type FastifyFault = Error & { readonly code?: string; readonly statusCode?: number }

/** Turns what Fastify says of a malformed request into a refusal; anything else passes through. */
export function faultOf(error: unknown): unknown {
  if (isRefusal(error) || !(error instanceof Error)) return error
  // Fastify and Node put `code` and `statusCode` on their errors.
  const { code, statusCode } = error as FastifyFault
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse('request/too-large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return refuse('request/media-type')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return refuse('request/invalid', { fields: [{ path: '', problem: 'malformed' }] })
  return error
}
