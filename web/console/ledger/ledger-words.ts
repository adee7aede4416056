import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ledger as zh } from '../../words/zh-CN/ledger.ts'

type EventKey = keyof typeof zh.events
type ChannelKey = keyof typeof zh.channels

const keyOf = (event: string): string => event.replace(/@\d+$/, '').replaceAll('.', '_')
const isEvent = (key: string): key is EventKey => Object.hasOwn(zh.events, key)
const isChannel = (key: string): key is ChannelKey => Object.hasOwn(zh.channels, key)

/** Names of the events one may filter by, as the ledger writes them. */
export const eventNames: readonly string[] = Object.keys(zh.events).map((key) => `${key.replace('_', '.')}@1`)

/** Words for events and channels; one without words is shown by its own name. */
export function useLedgerWords(): {
  readonly event: (name: string) => string
  readonly channel: (name: string) => string
} {
  const { t } = useTranslation('ledger')
  return useMemo(
    () => ({
      event: (name) => {
        const key = keyOf(name)
        return isEvent(key) ? t(`events.${key}`) : name
      },
      channel: (name) => (isChannel(name) ? t(`channels.${name}`) : name),
    }),
    [t],
  )
}
