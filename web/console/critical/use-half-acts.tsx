import { contract } from '@hufu/contract'
import type { HalfView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask, sendAgreed } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

/** What each of the two can say to an act, its consequence first. `dialog` is drawn somewhere. */
export function useHalfActs(half: HalfView) {
  const { t } = useTranslation('halves')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const params = { halfId: half.id }
  const after = async (words: string): Promise<void> => {
    tell.done(words)
    // What was done may have changed anything that is shown, the tree too.
    await readAgain(contract.directory.tree)
    await readAgain()
  }
  const agree = (): void =>
    askFirst({
      title: t('one.agreeTitle'),
      lines: [...half.act.words, t('one.agreeLine', half.by)],
      act: t('one.agree'),
      danger: false,
      reason: false,
      onAct: async () => {
        await ask(contract.halves.agree, { params, body: { hash: half.act.hash } })
        await after(t('one.agreed', half.by))
      },
    })
  const refuse = (): void =>
    askFirst({
      title: t('one.refuseTitle'),
      lines: [t('one.refuseLine', half.by)],
      act: t('one.refuse'),
      onAct: async (because) => {
        await ask(contract.halves.refuse, { params, body: { because } })
        await after(t('one.refused'))
      },
    })
  const withdraw = (): void =>
    askFirst({
      title: t('one.withdrawTitle'),
      lines: [t('one.withdrawLine')],
      act: t('one.withdraw'),
      reason: false,
      onAct: async () => {
        await ask(contract.halves.withdraw, { params })
        await after(t('one.withdrawn'))
      },
    })
  const use = (): void =>
    askFirst({
      title: t('one.useTitle'),
      lines: [...half.act.words, t('one.useLine')],
      act: t('one.use'),
      reason: false,
      onAct: async () => {
        await sendAgreed(half.act, half.id)
        await after(t('one.used'))
      },
    })
  return { agree, refuse, withdraw, use, dialog }
}
