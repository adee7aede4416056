import { problem as problemBody } from '@hufu/contract'
import type { Problem as ProblemBody } from '@hufu/contract'
import { locale } from '../words/locale.ts'

type Field = { readonly path: string; readonly problem: string }

/** What went wrong with a request: a stable `code` and `words` in the reader's language. `status` 0: never answered. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly words: string
  readonly requestId: string | null
  readonly because: unknown
  readonly fields: readonly Field[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(body: Pick<ProblemBody, 'code' | 'status'> & { words: string } & Partial<ProblemBody>) {
    super(`${body.code}: ${body.words}`)
    this.name = 'Problem'
    this.code = body.code
    this.status = body.status
    this.words = body.words
    this.requestId = body.requestId ?? null
    this.because = body.because
    this.fields = body.fields ?? []
    this.details = body.details ?? {}
  }
}

/** True for a problem the server (or the network) told us, false for a bug of ours. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem
}

/** The sentence to show for whatever was thrown. */
export function wordsOfError(error: unknown): string {
  if (isProblem(error)) return error.words
  return locale() === 'zh-CN'
    ? '页面出了问题，请刷新后重试'
    : 'Something went wrong on this page; reload and try again'
}

/** What a denial was about: the permission asked, and the place as an address writes it, where the server said so. */
export type Denial = { readonly permission: string | undefined; readonly place: string | undefined }

/** Reads a denial out of whatever was thrown; null when it was something else that went wrong. */
export function denialOf(error: unknown): Denial | null {
  if (!isProblem(error) || error.status !== 403 || !/^(authority|member)\//.test(error.code)) return null
  const because = parts(error.because)
  const missing = parts(because['missing'])
  return {
    permission: textOf(because['permission'] ?? missing['permission']),
    place: textOf(missing['scope']),
  }
}

const parts = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The server could not be reached at all. */
export function offline(): Problem {
  const words =
    locale() === 'zh-CN'
      ? '无法连接服务器，请检查网络后重试'
      : 'The server cannot be reached; check the network and try again'
  return new Problem({ code: 'web/offline', status: 0, words })
}

/** Reads an error answer; one without a problem body (a proxy's page, say) still gives a sentence. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text()
  const parsed = problemBody.safeParse(jsonOrNull(text))
  if (parsed.success) return new Problem({ ...parsed.data, words: parsed.data.detail || parsed.data.title })
  const words =
    locale() === 'zh-CN' ? `服务器返回错误（${response.status}）` : `The server answered ${response.status}`
  return new Problem({ code: 'web/no-problem-body', status: response.status, words })
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the caller says so in words of its own.
    return null
  }
}
