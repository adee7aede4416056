import { BellOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Badge } from 'antd'
import { useTranslation } from 'react-i18next'
import { useUnreadNotices } from '../data/notices.ts'

/** The way to what I was told, with how much of it I have not read. */
export function NoticesBell() {
  const { t } = useTranslation()
  const count = useUnreadNotices()
  const name = count === 0 ? t('nav.notices') : `${t('nav.notices')} · ${t('nav.unread', { count })}`
  return (
    <Link to="/me/notices" className="notices-bell" aria-label={name}>
      <Badge count={count} size="small" overflowCount={99}>
        <BellOutlined aria-hidden />
      </Badge>
    </Link>
  )
}
