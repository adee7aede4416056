import type { Route } from '@hufu/contract'
import { Problem, isProblem } from './problem.ts'
import { locale } from '../words/locale.ts'

/** A request that waits for a second person to stand behind it. */
export type SecondHalf = {
  /** What the server said: which permission, and how many could. */
  readonly needed: Problem
  /** Exactly what is stood behind. */
  readonly act: { readonly method: Route['method']; readonly path: string; readonly body: string }
  /** A second person has agreed: the request goes on with this. */
  readonly agreed: (halfId: string) => void
  /** It will be done later, from the page of what was asked. */
  readonly later: () => void
  /** It will not be done: nobody was asked, or nobody agreed. */
  readonly cancel: () => void
}

const LATER = 'web/second-half-asked'
const CANCELLED = 'web/second-half-cancelled'

/** Whether somebody has left a request to a second person, or given it up: nothing has happened, and nothing is wrong. */
export const isLeftToSecond = (error: unknown): boolean =>
  isProblem(error) && (error.code === LATER || error.code === CANCELLED)

let waiting: readonly SecondHalf[] = []
const listeners = new Set<() => void>()

/** The request that waits now, one at a time; null when none does. */
export const secondHalfNow = (): SecondHalf | null => waiting[0] ?? null

/** For `useSyncExternalStore`. */
export function onSecondHalf(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function put(next: readonly SecondHalf[]): void {
  waiting = next
  for (const listener of listeners) listener()
}

/** Waits until a second person has agreed, and gives the id of their half. Throws when that will not be waited for. */
export function askSecondHalf(needed: Problem, act: SecondHalf['act']): Promise<string> {
  return new Promise((resolve, reject) => {
    const end = (): void => put(waiting.filter((one) => one !== half))
    const half: SecondHalf = {
      needed,
      act,
      agreed(halfId) {
        end()
        resolve(halfId)
      },
      later() {
        end()
        reject(
          said(
            LATER,
            '已请第二个人确认，确认后在“关键操作”里执行',
            'A second person has been asked; do it later from “Critical acts”',
          ),
        )
      },
      cancel() {
        end()
        reject(said(CANCELLED, '没有执行，什么都没有改变', 'Not done; nothing was changed'))
      },
    }
    put([...waiting, half])
  })
}

const said = (code: string, zh: string, en: string): Problem =>
  new Problem({ code, status: 0, words: locale() === 'zh-CN' ? zh : en })
