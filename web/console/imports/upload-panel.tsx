import { CloudUploadOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { Button, Progress, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download, send } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain } from '../../data/queries.ts'
import { Refused } from '../../ui/form-drawer.tsx'
import { whyNot } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { locale } from '../../words/locale.ts'

type Sending =
  | { readonly state: 'idle' }
  | { readonly state: 'sending'; readonly done: number }
  | { readonly state: 'failed'; readonly error: unknown }

const ACCEPTED = '.csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Takes a directory file by button or by dropping it, and leads to its preview. */
export function UploadPanel() {
  const { t } = useTranslation('imports')
  const may = useMay('org.directory.import')
  const { sending, upload } = useUpload()
  const percent = sending.state === 'sending' ? Math.round(sending.done * 100) : 0
  return (
    <section className="upload" aria-label={t('upload')}>
      {sending.state === 'failed' ? <Refused error={sending.error} /> : null}
      <Upload.Dragger
        accept={ACCEPTED}
        multiple={false}
        showUploadList={false}
        disabled={!may.allowed || sending.state === 'sending'}
        beforeUpload={(file) => {
          void upload(file)
          return false
        }}
      >
        <CloudUploadOutlined className="upload-icon" aria-hidden />
        <h2>{t('upload')}</h2>
        {sending.state === 'sending' ? (
          <Progress percent={percent} aria-label={t('uploading', { percent })} />
        ) : (
          <p>
            <span className="quiet">{t('drop')}</span>{' '}
            <strong className="upload-choose">{t('choose')}</strong>
          </p>
        )}
        <small className="quiet">{may.allowed ? t('limits') : whyNot(may, 'org.directory.import')}</small>
      </Upload.Dragger>
      <Templates />
    </section>
  )
}

function useUpload() {
  const navigate = useNavigate()
  const [sending, setSending] = useState<Sending>({ state: 'idle' })
  const upload = async (file: File): Promise<void> => {
    setSending({ state: 'sending', done: 0 })
    try {
      const { id } = await send(
        contract.directory.importFile,
        { query: { fileName: file.name, locale: locale() } },
        file,
        (done) => setSending({ state: 'sending', done }),
      )
      void readAgain(contract.directory.imports)
      await navigate({ to: '/console/imports/$importId', params: { importId: id } })
    } catch (error) {
      setSending({ state: 'failed', error })
    }
  }
  return { sending, upload }
}

function Templates() {
  const { t } = useTranslation('imports')
  const tell = useTell()
  const get = (format: 'csv' | 'xlsx'): void => {
    const query = { format, locale: locale() }
    download(contract.directory.importTemplate, { query }, `hufu.${format}`).catch(tell.problem)
  }
  return (
    <p className="upload-templates">
      <span className="quiet">{t('template')}</span>
      <Button type="link" size="small" onClick={() => get('csv')} aria-label={`${t('template')} ${t('csv')}`}>
        {t('csv')}
      </Button>
      <Button
        type="link"
        size="small"
        onClick={() => get('xlsx')}
        aria-label={`${t('template')} ${t('xlsx')}`}
      >
        {t('xlsx')}
      </Button>
    </p>
  )
}
