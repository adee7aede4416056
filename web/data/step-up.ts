import type { Route } from '@hufu/contract'
import { sha256, toHex, utf8 } from '@hufu/merkle'
import { Problem, isProblem } from './problem.ts'
import { isLeftToSecond } from './second-half.ts'
import { locale } from '../words/locale.ts'
import type { RawInput } from './shapes.ts'

/** Exactly what is proved for: the server reads the same off the request that follows. */
export type ActAsked = {
  readonly method: Route['method']
  readonly path: string
  readonly bodySha256: string
}

/** A request that waits for somebody to prove that it is they who ask. */
export type StepUp = {
  /** What the server said: which permission, about whom. */
  readonly needed: Problem
  readonly input: RawInput
  readonly route: Route
  readonly act: ActAsked
  readonly proved: (token: string) => void
  readonly cancel: () => void
}

/** The code of a request that its own sender gave up. */
const CANCELLED = 'web/cancelled'

/** Whether somebody has given up what they were asked to confirm: nothing has happened, and nothing is wrong. */
export const isCancelled = (error: unknown): boolean =>
  (isProblem(error) && error.code === CANCELLED) || isLeftToSecond(error)

let waiting: readonly StepUp[] = []
const listeners = new Set<() => void>()

/** The request that waits now, one at a time; null when none does. */
export const stepUpNow = (): StepUp | null => waiting[0] ?? null

/** For `useSyncExternalStore`. */
export function onStepUp(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function put(next: readonly StepUp[]): void {
  waiting = next
  for (const listener of listeners) listener()
}

/** Waits until whoever sits here has proved who they are, and gives the token. Throws `web/cancelled` when they will not. */
export function askStepUp(
  needed: Problem,
  asked: { readonly route: Route; readonly input: RawInput; readonly address: string; readonly body: string },
): Promise<string> {
  const { route, input, address, body } = asked
  const act = { method: route.method, path: address, bodySha256: toHex(sha256(utf8(body))) }
  return new Promise((resolve, reject) => {
    const end = (): void => put(waiting.filter((one) => one !== stepUp))
    const stepUp: StepUp = {
      needed,
      input,
      route,
      act,
      proved(token) {
        end()
        resolve(token)
      },
      cancel() {
        end()
        reject(cancelled())
      },
    }
    put([...waiting, stepUp])
  })
}

const cancelled = (): Problem =>
  new Problem({
    code: CANCELLED,
    status: 0,
    words: locale() === 'zh-CN' ? '已取消，什么都没有改变' : 'Cancelled; nothing was changed',
  })
