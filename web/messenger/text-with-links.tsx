const address = /https?:\/\/[^\s<>"'“”（）()，。；、]+/gu

/** A text as it was typed, with the addresses in it to follow. Nothing else is ever taken for markup. */
export function TextWithLinks({ text }: { readonly text: string }) {
  const parts: { readonly at: number; readonly text: string; readonly link: boolean }[] = []
  let from = 0
  for (const found of text.matchAll(address)) {
    if (found.index > from) parts.push({ at: from, text: text.slice(from, found.index), link: false })
    parts.push({ at: found.index, text: found[0], link: true })
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ at: from, text: text.slice(from), link: false })
  return (
    <p className="words">
      {parts.map((part) =>
        part.link ? (
          <a key={part.at} href={part.text} target="_blank" rel="noreferrer noopener">
            {part.text}
          </a>
        ) : (
          <span key={part.at}>{part.text}</span>
        ),
      )}
    </p>
  )
}
