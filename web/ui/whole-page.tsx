import { Link } from '@tanstack/react-router'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState } from './states.tsx'
import { Seal } from './seal.tsx'

/** No page has this address. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <main className="whole-page">
      <EmptyState
        icon={<Seal size={64} />}
        title={t('state.notFound')}
        hint={t('state.notFoundHint')}
        action={<Link to="/">{t('act.back')}</Link>}
      />
    </main>
  )
}

/** A page that could not be drawn: the words of the problem, and a way to try again. */
export function CrashPage({ error }: ErrorComponentProps) {
  const { t } = useTranslation()
  return (
    <main className="whole-page">
      <ErrorState error={error} />
      <Button type="primary" onClick={() => location.reload()}>
        {t('act.reload')}
      </Button>
    </main>
  )
}
