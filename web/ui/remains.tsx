import { useTranslation } from 'react-i18next'
import { spanWords } from './span.ts'
import { useNow } from './time.tsx'

/** How long it is until then; drawn again every half minute. */
export function Remains({ until }: { readonly until: string }) {
  const { t } = useTranslation('creator')
  const left = new Date(until).getTime() - useNow()
  return (
    <strong className="remains">
      {left <= 0 ? t('one.over') : t('one.remains', { span: spanWords(left) })}
    </strong>
  )
}
