import { contract } from '@hufu/contract'
import type { MemberCard } from '@hufu/contract'
import { Button, Modal, QRCode } from 'antd'
import { useTranslation } from 'react-i18next'
import { useWrite } from '../../data/queries.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { Refused } from '../../ui/form-drawer.tsx'
import { clockTime } from '../../ui/time.tsx'

type Props = { readonly member: MemberCard; readonly onClose: () => void }

/** Makes a one-time invitation and shows it: a link to send and a picture to scan. */
export function InvitationDialog({ member, onClose }: Props) {
  const { t } = useTranslation('directory')
  const make = useWrite(contract.identity.invitation)
  const made = make.data
  const start = (): void => make.mutate({ params: { memberId: member.id }, body: {} })
  return (
    <Modal
      open
      title={t('invitation.title', { name: member.name })}
      onCancel={onClose}
      footer={
        made === undefined ? (
          <Button type="primary" loading={make.isPending} onClick={start}>
            {t('invitation.make2')}
          </Button>
        ) : (
          <Button type="primary" onClick={onClose}>
            {t('invitation.done')}
          </Button>
        )
      }
    >
      <p>{t('invitation.lead')}</p>
      {make.isError ? <Refused error={make.error} /> : null}
      {made === undefined ? (
        <p className="quiet">{t('invitation.again')}</p>
      ) : (
        <div className="invitation">
          <QRCode value={made.url} size={148} bordered={false} />
          <dl>
            <dt>{t('invitation.link')}</dt>
            <dd>
              <CopyText text={made.url} label={t('invitation.link')} />
            </dd>
            <dt>{t('invitation.code')}</dt>
            <dd>
              <CopyText text={made.code} label={t('invitation.code')} />
            </dd>
            <dd className="quiet">{t('invitation.until', { time: clockTime(made.until) })}</dd>
          </dl>
        </div>
      )}
    </Modal>
  )
}
