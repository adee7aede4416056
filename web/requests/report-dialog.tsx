import { contract } from '@hufu/contract'
import { useLocation } from '@tanstack/react-router'
import { Form, Input, Modal } from 'antd'
import { useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useWrite } from '../data/queries.ts'
import { REASON_LENGTH_MAX } from '../ui/consequence-dialog.tsx'
import { Refused } from '../ui/form-drawer.tsx'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { useTell } from '../ui/tell.tsx'
import { onReport, putReport, reportNow } from './report-now.ts'

const PAGE_MAX = 300

/** The one dialog in which somebody says that something is wrong with permissions; opened from anywhere. */
export function ReportDialog() {
  const open = useSyncExternalStore(onReport, reportNow)
  return open === null ? null : <Dialog permission={open.permission} />
}

function Dialog({ permission }: { readonly permission: string | undefined }) {
  const { t } = useTranslation('approvals')
  const { t: common } = useTranslation()
  const tell = useTell()
  const [form] = Form.useForm<{ words: string }>()
  const page = useLocation({ select: ({ href }) => href.slice(0, PAGE_MAX) })
  const [error, setError] = useState<unknown>(null)
  const close = (): void => putReport(null)
  const make = useWrite(contract.problemReports.make, {
    onDone: () => {
      tell.done(t('reports.sent'))
      close()
    },
  })
  const send = ({ words }: { words: string }): void => {
    const about = permission === undefined ? {} : { permission }
    make.mutate({ body: { words: words.trim(), page, ...about } }, { onError: setError })
  }
  return (
    <Modal
      open
      title={t('reports.make')}
      okText={t('reports.send')}
      okButtonProps={{ loading: make.isPending }}
      cancelText={common('act.cancel')}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
    >
      <p className="quiet">{t('reports.lead')}</p>
      {permission === undefined ? null : <p>{t('reports.about', { name: nameOfPermission(permission) })}</p>}
      <p className="quiet">{t('reports.page', { page })}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={send}>
        <Form.Item
          name="words"
          label={t('reports.words')}
          rules={[{ required: true, whitespace: true, message: t('reports.needed') }]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={REASON_LENGTH_MAX} showCount />
        </Form.Item>
      </Form>
      {error === null ? null : <Refused error={error} />}
    </Modal>
  )
}
