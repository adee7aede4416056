import { BulbOutlined } from '@ant-design/icons'
import type { RequestCard } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { listed } from '../words/listed.ts'

const known = ['peers', 'similar', 'lifts', 'lost', 'endless', 'short-reason'] as const

/** What speaks for which answer, in words; whoever decides is not bound by it. */
export function Suggestion({ suggestion }: Pick<RequestCard, 'suggestion'>) {
  const { t } = useTranslation('approvals')
  const { verdict, reasons } = suggestion
  const none = verdict === 'none'
  const words = reasons.flatMap(({ code, of, have }) => {
    const one = known.find((each) => each === code)
    // How many peers have it is said above; it is repeated only where the suggestion rests on it.
    return one === undefined || (none && one === 'peers') ? [] : [t(`suggestion.reason.${one}`, { of, have })]
  })
  if (none && words.length === 0) return null
  return (
    <p className="suggestion">
      <BulbOutlined aria-hidden /> <strong>{t(none ? 'suggestion.only' : 'suggestion.title')}</strong>{' '}
      {[
        ...(verdict === 'none' ? [] : [t(`suggestion.verdict.${verdict}`)]),
        ...(words.length === 0 ? [] : [listed(words)]),
      ].join(' · ')}{' '}
      <small className="quiet">{t('suggestion.note')}</small>
    </p>
  )
}
