import { DownloadOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { Answered } from '@hufu/contract'
import { Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { download } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { saveText } from '../data/save.ts'
import { sizeWords } from '../messenger/when.ts'
import { usePhone } from '../ui/phone.ts'
import { ReasonButton } from '../ui/reason-button.tsx'
import { useTell } from '../ui/tell.tsx'

const routes = contract.handover

export type Opened = Answered<typeof routes.openBackup>

/** Files drawn at once; the list itself has them all. */
const FILES_SHOWN = 200

/** What an opened backup holds: the list to keep, and its files one by one. */
export function BackupDrawer({ opened, onClose }: { readonly opened: Opened; readonly onClose: () => void }) {
  const { t } = useTranslation('handover')
  const phone = usePhone()
  const tell = useTell()
  const { id, sha256, manifest, files } = opened
  const fetchFile = (fileId: string, name: string): void =>
    void download(routes.backupFile, { params: { backupId: id, fileId } }, name)
      .then(() => readAgain())
      .catch(tell.problem)
  return (
    <Drawer open size={phone ? '100%' : 560} title={t('backups.drawer')} onClose={onClose}>
      <p className="handover-sum">
        {t('backups.checksum')} <code>{sha256}</code>
      </p>
      <Button icon={<DownloadOutlined />} onClick={() => saveText(manifest, `backup-${id}.json`)}>
        {t('backups.manifest')}
      </Button>
      <h3>
        {t('backups.files')} · {t('count', { count: files.length })}
      </h3>
      {files.length === 0 ? <p className="quiet">{t('backups.noFiles')}</p> : null}
      <ul className="lines">
        {files.slice(0, FILES_SHOWN).map((file) => (
          <li key={file.id}>
            <span className="stack handover-sum">
              <span>{file.name}</span>
              <small>{sizeWords(file.size)}</small>
            </span>
            <ReasonButton
              size="small"
              can={file.can}
              aria-label={`${t('backups.download')} ${file.name}`}
              onClick={() => fetchFile(file.id, file.name)}
            >
              {t('backups.download')}
            </ReasonButton>
          </li>
        ))}
      </ul>
      {files.length > FILES_SHOWN ? <p className="quiet">{t('more', { count: files.length })}</p> : null}
    </Drawer>
  )
}
