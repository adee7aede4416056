import type { ImportView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

/** Who leaves according to the file: the import takes nothing of them, a plan does, looked at and confirmed like any. */
export function LeavingNote({ view }: { readonly view: ImportView }) {
  const { t } = useTranslation('imports')
  const { departures, suspensions } = view.leaving
  const some = [
    { what: 'departure', count: departures },
    { what: 'suspension', count: suspensions },
  ] as const
  return some
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => (
      <Alert
        key={what}
        type="warning"
        showIcon
        title={t(`leaving.${what}`, { count })}
        description={t('leaving.lead')}
        action={
          <Link to="/console/plans/new" search={{ import: view.id, what }} className="link-button">
            {t(`leaving.plan.${what}`)}
          </Link>
        }
      />
    ))
}
