import { DownloadOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { PickerField } from '../../ui/fields.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { locale } from '../../words/locale.ts'

const formats = ['xlsx', 'csv'] as const

/** Takes the directory, or a part of it, out as a file. */
export function ExportPanel() {
  const { t } = useTranslation('imports')
  const may = useMay('org.directory.export')
  const tell = useTell()
  const [department, setDepartment] = useState<readonly Chosen[]>([])
  const [busy, setBusy] = useState<string | null>(null)
  const take = async (format: (typeof formats)[number]): Promise<void> => {
    setBusy(format)
    const one = department[0]
    const query = { format, locale: locale(), ...(one === undefined ? {} : { departmentId: one.id }) }
    await download(contract.directory.exportDirectory, { query }, `directory.${format}`).catch(tell.problem)
    setBusy(null)
  }
  return (
    <section className="sheet sheet-pad export" aria-label={t('export')}>
      <h2>{t('export')}</h2>
      <p className="quiet">{t('exportLead')}</p>
      <div className="filter-picker">
        <span className="quiet">{t('exportDepartment')}</span>
        <PickerField
          what="departments"
          many={false}
          label={t('exportDepartment')}
          value={department}
          onChange={setDepartment}
        />
      </div>
      <div className="page-acts">
        {formats.map((format) => (
          <ReasonButton
            key={format}
            icon={<DownloadOutlined />}
            can={may}
            permission="org.directory.export"
            loading={busy === format}
            onClick={() => void take(format)}
          >
            {t('doExport', { format: t(format) })}
          </ReasonButton>
        ))}
      </div>
    </section>
  )
}
