// ui.js - the small parts that all views share.
import { html, useEffect, useRef, useState } from './html.js'
import { go } from './state.js'
import { STATUS, interval, shortInterval, countsWord, happened, TYPES, precisionWord } from './words.js'

// A link within the page: no reload, but everything a link can do.
export function A({ href, children, onClick, ...rest }) {
  const click = (e) => {
    if (onClick) onClick(e)
    if (e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    e.preventDefault()
    go(href)
    if (new URL(href, location.href).hash === '') scrollTo(0, 0)
  }
  return html`<a href=${href} onClick=${click} ...${rest}>${children}</a>`
}

export function Status({ status, alleged, short }) {
  const [mark, gloss] = STATUS[status] || ['·', '']
  return html`<span class=${`status ${happened(status) ? 'is-real' : 'is-said'}`} title=${gloss}>
    <span class="mark" aria-hidden="true">${mark}</span>${short ? html`<span class="vh">${status}</span>` : status}${alleged ? html` <em class="alleged">alleged</em>` : ''}
  </span>`
}

export function Type({ type, mode }) {
  return html`<span class="type" title=${TYPES[type] ? TYPES[type][1] : ''}><b>${type}</b>${mode ? html` <span class="mode">${mode}</span>` : ''}</span>`
}

export function Figures({ figures, limit = 3 }) {
  if (!figures || !figures.length) return null
  return html`<span class="figures">${figures.slice(0, limit).map((f, i) => html`${i ? '; ' : ''}<span class="fig" title=${f.text ? `“${f.text}”` : ''}>
    <span class="fig-word">${countsWord(f.counts)}</span> <b>${interval(f.low, f.high)}</b>${f.counts === 'other' && f.of ? ` ${f.of}` : ''}</span>`)}${figures.length > limit ? ' …' : ''}</span>`
}

export function Parties({ list, none = '–' }) {
  if (!list || !list.length) return html`<span class="none">${none}</span>`
  return html`${list.map((p, i) => html`${i ? ', ' : ''}<span title=${[p.name, p.code].filter(Boolean).join(' · ')}>${p.text || p.name || p.code}</span>`)}`
}

export function By({ claim, publisher }) {
  if (!claim) return html`<span class="by own">the report itself</span>`
  const words = claim.source || claim.claimant || claim.name
  return html`<span class="by" title=${[claim.code, claim.cue && `“${claim.cue}”`].filter(Boolean).join(' · ')}>${words || 'somebody not named'}${
    words && /^(it|he|she|they)$/i.test(words) && (claim.name || claim.code) ? html` <span class="dim">(${claim.name || claim.code})</span>` : ''}${
    claim.denying ? html` <em>denies</em>` : claim.accusing ? html` <em>accuses</em>` : ''}</span>`
}

export { interval, shortInterval, countsWord, precisionWord }

// What stands where data will be, is missing, or could not be had.
export function Wait({ what = 'Reading the crisis file' }) {
  const [slow, set] = useState(false)
  useEffect(() => {
    const t = setTimeout(() => set(true), 250)
    return () => clearTimeout(t)
  }, [])
  return html`<div class="state wait" role="status">${slow ? html`<span class="bar" aria-hidden="true"></span>${what} …` : ''}</div>`
}

export function Fault({ error, retry }) {
  return html`<div class="state fault" role="alert">
    ${error.status === 404 ? html`<h1 class="vh">Not in this file</h1>` : ''}<p><b>${error.status === 404 ? 'Not in this file.' : error.status === 0 ? 'No answer.' : 'This could not be read.'}</b> ${error.message}</p>
    ${retry ? html`<p><button type="button" onClick=${retry}>Try again</button></p>` : ''}
  </div>`
}

export function Empty({ children }) {
  return html`<div class="state empty">${children}</div>`
}

// {data, error, loading} → the view of data, or what stands in for it.
export function Loaded({ from, what, children }) {
  if (from.error && (!from.data || from.error.status === 404)) return html`<${Fault} error=${from.error} retry=${from.error.status === 404 ? null : from.reload} />`
  if (!from.data) return html`<${Wait} what=${what} />`
  return html`${from.error ? html`<${Fault} error=${from.error} retry=${from.reload} />` : ''}<div class=${from.loading ? 'stale' : ''} aria-busy=${from.loading ? 'true' : null}>${children(from.data)}</div>`
}

// A dialog that keeps focus, closes on Escape, and gives focus back.
export function Dialog({ title, close, children, wide }) {
  const ref = useRef()
  useEffect(() => {
    const before = document.activeElement
    const d = ref.current
    d.showModal()
    const first = d.querySelector('[autofocus]')
    if (first) first.focus()
    return () => before && before.focus && before.focus()
  }, [])
  return html`<dialog ref=${ref} class=${wide ? 'wide' : ''} aria-label=${title}
      onClose=${close} onClick=${(e) => e.target === ref.current && ref.current.close()}>
    <div class="dialog">
      <header><h2>${title}</h2><button type="button" class="plain" aria-label="Close" onClick=${() => ref.current.close()}>✕</button></header>
      ${children}
    </div>
  </dialog>`
}

export function useWidth() {
  const ref = useRef()
  const [size, set] = useState({ width: 0, height: 0 })
  useEffect(() => {
    if (!ref.current) return undefined
    const seen = new ResizeObserver(([e]) => {
      const { width, height } = e.contentRect
      set((s) => (Math.abs(s.width - width) < 1 && Math.abs(s.height - height) < 1 ? s : { width, height }))
    })
    seen.observe(ref.current)
    return () => seen.disconnect()
  }, [])
  return [ref, size]
}

// Colours of the style sheet, for canvas; anew when the theme changes.
export function palette() {
  const style = getComputedStyle(document.documentElement)
  return (name) => style.getPropertyValue(`--${name}`).trim()
}
export function useTheme() {
  const [n, set] = useState(0)
  useEffect(() => {
    const f = () => set((x) => x + 1)
    const media = matchMedia('(prefers-color-scheme: dark)')
    media.addEventListener('change', f)
    addEventListener('themechange', f)
    return () => {
      media.removeEventListener('change', f)
      removeEventListener('themechange', f)
    }
  }, [])
  return n
}
