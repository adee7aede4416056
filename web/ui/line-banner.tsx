import { useTranslation } from 'react-i18next'
import { useLink } from '../data/line.tsx'

/** A quiet line while the connection is lost; nothing when all is well. */
export function LineBanner() {
  const { t } = useTranslation()
  return useLink() === 'lost' ? (
    <p className="line-lost" role="status">
      {t('state.offline')}
    </p>
  ) : null
}
