import { UploadOutlined } from '@ant-design/icons'
import { CLAIM_FILE_BYTES_MAX } from '@hufu/contract'
import { toBase64 } from '@hufu/merkle'
import { Button, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import { Problem } from '../data/problem.ts'
import { useTell } from '../ui/tell.tsx'

const ACCEPTED = '.pdf,.png,.jpg,.jpeg'

/** A file as a body of JSON carries it. */
export type SmallFile = { readonly name: string; readonly content: string }

type Props = {
  readonly label: string
  readonly id?: string
  readonly onFile: (file: SmallFile) => Promise<void> | void
}

/** A button that takes a PDF or a picture of at most 2 MB: a letter, or what shows something. */
export function SmallFileButton({ label, id, onFile }: Props) {
  const { t } = useTranslation('creator')
  const tell = useTell()
  const take = async (file: File): Promise<void> => {
    if (file.size > CLAIM_FILE_BYTES_MAX)
      throw new Problem({ code: 'web/file-too-large', status: 0, words: t('consent.tooLarge') })
    const content = toBase64(new Uint8Array(await file.arrayBuffer()))
    await onFile({ name: file.name, content })
  }
  return (
    <Upload
      accept={ACCEPTED}
      maxCount={1}
      showUploadList={false}
      beforeUpload={(file) => {
        void take(file).catch(tell.problem)
        // It is sent with the rest, not by the button.
        return false
      }}
    >
      <Button icon={<UploadOutlined />} {...(id === undefined ? {} : { id })}>
        {label}
      </Button>
    </Upload>
  )
}
