// timeline.js - events by day, week or month; brushing it filters everything.
//
// Bars are on canvas: what the text says happened is solid from the ground, what was only
// planned, demanded, threatened, denied, negated or supposed is hatched on top of it.  The brush is
// d3's; two sliders beside it do the same from the keyboard.
import { html, useEffect, useMemo, useRef, useState } from './html.js'
import { scaleLinear, scaleUtc } from 'd3-scale'
import { brushX } from 'd3-brush'
import { select } from 'd3-selection'
import { palette, useTheme, useWidth } from './ui.js'
import { say, count } from './words.js'
import { sayDay, sayRange, dateOf } from './days.js'
import { bucketsOf } from './buckets.js'

const HEIGHT = 118, TOP = 16, BOTTOM = 20, LEFT = 34, RIGHT = 10

export function hatch(ctx, colour, gap = 4) {
  const tile = document.createElement('canvas')
  const ratio = window.devicePixelRatio || 1
  tile.width = tile.height = Math.round(gap * ratio)
  const t = tile.getContext('2d')
  t.scale(ratio, ratio)
  t.strokeStyle = colour
  t.lineWidth = 1
  t.beginPath()
  t.moveTo(-1, gap + 1)
  t.lineTo(gap + 1, -1)
  t.moveTo(-1, 1)
  t.lineTo(1, -1)
  t.moveTo(gap - 1, gap + 1)
  t.lineTo(gap + 1, gap - 1)
  t.stroke()
  const p = ctx.createPattern(tile, 'repeat')
  p.setTransform(new DOMMatrix().scale(1 / ratio))
  return p
}

export function sharpen(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1
  const w = Math.round(width * ratio), h = Math.round(height * ratio)
  if (canvas.width !== w) canvas.width = w
  if (canvas.height !== h) canvas.height = h
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  const ctx = canvas.getContext('2d')
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  ctx.clearRect(0, 0, width, height)
  return ctx
}

// range: [from, to] in days, both inclusive, or null.  onBrush(range, done).
export function Timeline({ points, range, onBrush, undated }) {
  const [box, { width }] = useWidth()
  const canvas = useRef(), overlay = useRef(), brush = useRef()
  const theme = useTheme()
  const [tip, setTip] = useState(null)
  const buckets = useMemo(() => (points && width ? bucketsOf(points, width - LEFT - RIGHT) : null), [points, width])
  const x = useMemo(() => buckets && scaleUtc().domain([dateOf(buckets.starts[0]), dateOf(buckets.end)]).range([LEFT, Math.max(LEFT + 1, width - RIGHT)]), [buckets, width])
  const most = useMemo(() => (buckets ? buckets.real.reduce((m, r, i) => Math.max(m, r + buckets.said[i]), 1) : 1), [buckets])
  const live = useRef({})
  const held = useRef(false)
  live.current = { onBrush, x, buckets }

  useEffect(() => {
    if (!buckets || !canvas.current) return
    const ctx = sharpen(canvas.current, width, HEIGHT)
    const c = palette()
    const y = scaleLinear().domain([0, most]).nice(3).range([HEIGHT - BOTTOM, TOP])
    ctx.font = `11px ${c('sans')}`
    ctx.textBaseline = 'middle'
    ctx.textAlign = 'right'
    for (const t of y.ticks(3)) {
      if (t !== Math.floor(t)) continue
      ctx.fillStyle = c('line')
      ctx.fillRect(LEFT, Math.round(y(t)), width - LEFT - RIGHT, 1)
      ctx.fillStyle = c('dim')
      ctx.fillText(say(t), LEFT - 6, y(t))
    }
    const pattern = hatch(ctx, c('said'), 4)
    for (let b = 0; b < buckets.starts.length; b++) {
      const x0 = x(dateOf(buckets.starts[b])), x1 = x(dateOf(b + 1 < buckets.starts.length ? buckets.starts[b + 1] : buckets.end))
      const gap = x1 - x0 > 3 ? Math.min(2, (x1 - x0) / 4) : 0
      const w = Math.max(1, Math.min(x1 - x0 - gap, 46)), left = x0 + (x1 - x0 - w) / 2
      const yr = y(buckets.real[b]), ys = y(buckets.real[b] + buckets.said[b])
      ctx.fillStyle = c('real')
      ctx.fillRect(left, yr, w, HEIGHT - BOTTOM - yr)
      if (buckets.said[b]) {
        ctx.fillStyle = w > 3 ? pattern : c('said-soft')
        ctx.fillRect(left, ys, w, yr - ys)
        if (w > 5) {
          ctx.strokeStyle = c('said')
          ctx.lineWidth = 1
          ctx.strokeRect(left + 0.5, ys + 0.5, w - 1, yr - ys - 0.5)
        }
      }
    }
    ctx.fillStyle = c('ink')
    ctx.fillRect(LEFT, HEIGHT - BOTTOM, width - LEFT - RIGHT, 1)
    ctx.textBaseline = 'top'
    ctx.fillStyle = c('dim')
    let lastRight = -Infinity, lastYear = null
    const span = buckets.end - buckets.starts[0]
    for (const t of x.ticks(Math.max(2, Math.floor(width / 90)))) {
      const day = t.getTime() / 86400000
      if (day !== Math.floor(day)) continue
      const year = t.getUTCFullYear()
      const text = span <= 400 ? sayDay(day).replace(/ \d{4}$/, (m) => (year !== lastYear ? m : '')) : t.getUTCMonth() === 0 && t.getUTCDate() === 1 ? String(year) : span <= 1200 ? sayDay(day).replace(/^1 /, '').replace(/ \d{4}$/, (m) => (year !== lastYear ? m : '')) : sayDay(day).replace(/^\d+ /, '')
      const wide = ctx.measureText(text).width
      const centre = Math.min(width - RIGHT - wide / 2, Math.max(LEFT + wide / 2, x(t)))
      if (centre - wide / 2 < lastRight + 10) continue
      lastRight = centre + wide / 2
      lastYear = year
      ctx.textAlign = 'center'
      ctx.fillText(text, centre, HEIGHT - BOTTOM + 6)
      ctx.fillRect(Math.round(x(t)), HEIGHT - BOTTOM, 1, 4)
    }
  }, [buckets, width, most, theme])

  // The brush itself; snapped to whole days.
  useEffect(() => {
    if (!buckets) return undefined
    const g = select(overlay.current)
    const days = (selection) => {
      const [a, b] = selection.map((px) => live.current.x.invert(px).getTime() / 86400000)
      const first = Math.max(live.current.buckets.starts[0], Math.floor(a + 0.001)), last = Math.min(live.current.buckets.end - 1, Math.ceil(b - 0.001) - 1)
      return [first, Math.max(first, last)]
    }
    const b = brushX().extent([[LEFT, TOP - 6], [Math.max(LEFT + 1, width - RIGHT), HEIGHT - BOTTOM]])
      .on('start brush end', (e) => {
        if (!e.sourceEvent) return
        held.current = e.type !== 'end'
        if (e.type === 'start') return
        live.current.onBrush(e.selection ? days(e.selection) : null, e.type === 'end')
      })
    brush.current = b
    g.call(b)
    g.selectAll('.overlay').attr('rx', 0)
    return () => g.on('.brush', null)
  }, [buckets, width])
  useEffect(() => {
    if (!brush.current || !x || held.current) return // not while a hand holds it
    select(overlay.current).call(brush.current.move, range ? [x(dateOf(range[0])), x(dateOf(range[1] + 1))].map((v) => Math.max(LEFT, Math.min(width - RIGHT, v))) : null)
  }, [range && range[0], range && range[1], x])

  if (points && !buckets && width) return html`<div ref=${box} class="timeline"><p class="state empty">None of these events has a date.</p></div>`
  const shown = range || (buckets ? [buckets.first, buckets.last] : null)
  const slide = (which) => (e) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 }[e.key]
    let next = [...shown]
    if (e.key === 'Escape') { onBrush(null, true); e.preventDefault(); return }
    if (e.key === 'Home') next[which] = which ? shown[0] : buckets.first
    else if (e.key === 'End') next[which] = which ? buckets.last : shown[1]
    else if (step) next[which] += step
    else return
    e.preventDefault()
    next = [Math.max(buckets.first, next[0]), Math.min(buckets.last, next[1])]
    if (next[0] > next[1]) next = which ? [next[0], next[0]] : [next[1], next[1]]
    onBrush(next, true)
  }
  const over = (e) => {
    if (!buckets || e.buttons) { setTip(null); return }
    const px = e.clientX - e.currentTarget.getBoundingClientRect().left
    const day = x.invert(px).getTime() / 86400000
    let i = buckets.starts.findIndex((s, k) => day >= s && day < (buckets.starts[k + 1] || buckets.end))
    setTip(i < 0 ? null : { px, i })
  }
  return html`<div ref=${box} class="timeline">
    <canvas ref=${canvas} class="bars" role="img" aria-label=${buckets ? `Events by ${buckets.size}, ${sayRange(buckets.first, buckets.last)}; at most ${say(most)} in one ${buckets.size}. The table below holds the same.` : 'Events by day'} height=${HEIGHT}></canvas>
    <svg class="brush" width=${width} height=${HEIGHT} aria-hidden="true" onPointerMove=${over} onPointerLeave=${() => setTip(null)}><g ref=${overlay}></g></svg>
    ${buckets && x ? [0, 1].map((k) => html`<span key=${k} class="handle" role="slider" tabindex="0" aria-label=${k ? 'Last day' : 'First day'}
        aria-valuemin=${buckets.first} aria-valuemax=${buckets.last} aria-valuenow=${shown[k]} aria-valuetext=${sayDay(shown[k])}
        style=${{ left: `${Math.max(LEFT, Math.min(width - RIGHT, x(dateOf(shown[k] + k))))}px`, height: `${HEIGHT - BOTTOM - TOP + 6}px`, top: `${TOP - 6}px` }} onKeyDown=${slide(k)}></span>`) : ''}
    ${tip && buckets ? html`<div class="tip" style=${{ left: `${Math.min(width - 190, Math.max(0, tip.px - 90))}px` }}>
      <b>${buckets.size === 'day' ? sayDay(buckets.starts[tip.i]) : buckets.size === 'week' ? `week of ${sayDay(buckets.starts[tip.i])}` : sayDay(buckets.starts[tip.i]).replace(/^\d+ /, '')}</b>
      <br />${say(buckets.real[tip.i])} occurred or ongoing<br />${say(buckets.said[tip.i])} planned, demanded, denied …</div>` : ''}
    <p class="legend"><span class="sw real" aria-hidden="true"></span> occurred or ongoing <span class="sw said" aria-hidden="true"></span> planned, demanded, threatened, denied, negated, hypothetical
      ${undated ? html`<span class="dim"> · ${count(undated, 'event')} without a date not drawn</span>` : ''}</p>
  </div>`
}
