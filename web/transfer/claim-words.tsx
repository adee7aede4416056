import type { ClaimView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'

const looks: Readonly<Record<ClaimView['state'], string>> = {
  gathering: 'tag tag-warn',
  challenge: 'tag tag-broken',
  done: 'tag tag-good',
  refuted: 'tag',
  withdrawn: 'tag',
  lapsed: 'tag',
}

/** How a claim stands, in a word. */
export function ClaimTag({ state }: { readonly state: ClaimView['state'] }) {
  const { t } = useTranslation('claims')
  return <span className={looks[state]}>{t(`state.${state}`)}</span>
}

/** A claim that has not come to its end. */
export const isClaimOpen = ({ state }: Pick<ClaimView, 'state'>): boolean =>
  state === 'gathering' || state === 'challenge'

const channels = ['bell', 'mail', 'message'] as const
const outcomes = ['unread', 'read', 'forgotten', 'none', 'waiting', 'sent', 'failed'] as const

/** Names of channels, and of what came of telling somebody there. What this page does not know is told as it is. */
export function useToldWords() {
  const { t } = useTranslation('claims')
  return {
    channel: (name: string): string => {
      const known = channels.find((each) => each === name)
      return known === undefined ? name : t(`channel.${known}`)
    },
    outcome: (name: string): string => {
      const known = outcomes.find((each) => each === name)
      return known === undefined ? name : t(`outcome.${known}`)
    },
  }
}
