import type { RequestView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { DecideActs } from './decide-acts.tsx'
import { Grounds } from './grounds.tsx'
import { RequestDetail } from './request-detail.tsx'

/** A request in full, with what there is to go by and the answers for who may decide it now. */
export function DecidingDetail({ view }: { readonly view: RequestView }) {
  const { t } = useTranslation('approvals')
  const deciding = view.can.decide.allowed ? (
    <section className="sheet sheet-pad request-todo" aria-label={t('title')}>
      <Grounds view={view} />
      <DecideActs view={view} />
    </section>
  ) : null
  return <RequestDetail view={view} deciding={deciding} />
}
