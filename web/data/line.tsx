import { contract } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'
import { followConversations } from './conversations.ts'
import { followRights } from './lost-rights.ts'
import { followNotices } from './notices.ts'
import { readAgain } from './queries.ts'
import { leave } from './sign-out.ts'
import { followRequests } from './waiting.ts'
import { closeLine, linkState, onFrame, onLink, openLine } from './socket.ts'
import type { Link as LineState } from './socket.ts'
import { locale, onLocale } from '../words/locale.ts'
import { useRightsNotice } from '../ui/rights-notice.tsx'

/** Every page of a company hears of a change of visibility at once; they ask again spread over this time. */
const TOGETHER_MS = 800

/** Reads all that is shown again, with the departments: some may be hidden now, or there again. */
async function readAll(): Promise<void> {
  await Promise.all([readAgain(contract.directory.tree), readAgain()])
}

/** State of the line to the server, for a page that shows it. */
export function useLink(): LineState {
  return useSyncExternalStore(onLink, linkState)
}

/** Keeps the line open while signed in: reads everything again after a gap, shows changes of rights, leaves when ended. */
export function useLine(): void {
  // The line is spoken in the language it was opened in, so another language opens another line.
  const language = useSyncExternalStore(onLocale, locale)
  const navigate = useNavigate()
  const notice = useRightsNotice()
  // The socket lives outside of React: this is what effects are for.
  useEffect(() => {
    let greeted = false
    let soon: ReturnType<typeof setTimeout> | undefined
    const follows = [followConversations(), followRights(), followNotices(), followRequests()]
    const stop = onFrame((frame) => {
      if (frame.type === 'hello') {
        if (greeted) void readAll()
        greeted = true
      } else if (frame.type === 'rights') {
        notice(frame)
        void readAgain()
      } else if (frame.type === 'sight') {
        clearTimeout(soon)
        soon = setTimeout(() => void readAll(), Math.random() * TOGETHER_MS)
      } else if (frame.type === 'ended') {
        const back = location.pathname + location.search
        void leave(navigate, { because: frame.words, back })
      }
    })
    openLine()
    return () => {
      stop()
      clearTimeout(soon)
      for (const unfollow of follows) unfollow()
      closeLine()
    }
  }, [navigate, notice, language])
}
