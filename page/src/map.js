// map.js - where events are said to be, no more exactly than the text says it.
//
// A disc is a place; its area is the number of events that happened, the ring around it those
// that were only said.  A halo is the area that is meant: within 25 km, a district, a province.
// Where a report knows the country only, the country is hatched and labelled; there is no pin.
// The projection is an equal-area one, so that halos of one size are areas of one size.
//
// Two canvases: outlines are drawn when the view moves, marks at each step of the brush.
import { html, useEffect, useMemo, useRef, useState } from './html.js'
import { geoAzimuthalEqualArea, geoEqualEarth, geoPath, geoGraticule10 } from 'd3-geo'
import { palette, useTheme, useWidth } from './ui.js'
import { PRECISION, say, count, precisionWord } from './words.js'
import { hatch, sharpen } from './timeline.js'
import { useWorld, middleOf } from './world.js'

// The first drawing is marked for tests/page/bench.mjs.
const said = { done: false }

const CELL = 30      // pixels within which places become one cluster
const EARTH = 6371   // km

// A view: a projection with its scale and shift.  Wide data see the whole Earth.
function projectionFor(box) {
  const wide = !box || box[2] - box[0] > 140 || box[3] - box[1] > 110
  if (wide) return geoEqualEarth().precision(0)
  return geoAzimuthalEqualArea().rotate([-(box[0] + box[2]) / 2, -(box[1] + box[3]) / 2]).clipAngle(120).precision(0)
}

function fit(projection, box, width, height) {
  const pad = Math.min(70, width / 6, height / 5)
  if (!box) projection.fitExtent([[8, 8], [width - 8, height - 8]], { type: 'Sphere' })
  else {
    const points = []
    for (let i = 0; i <= 8; i++) for (const [x, y] of [[i / 8, 0], [i / 8, 1], [0, i / 8], [1, i / 8]]) points.push([box[0] + (box[2] - box[0]) * x, box[1] + (box[3] - box[1]) * y])
    projection.fitExtent([[pad, pad], [width - pad, height - pad]], { type: 'MultiPoint', coordinates: points })
  }
  return projection
}

function boxOf(places, weight) {
  let w = Infinity, s = Infinity, e = -Infinity, n = -Infinity
  for (let i = 0; i < places.n; i++) {
    if (!weight[i] || Number.isNaN(places.lat[i]) || places.precision[i] === 6) continue
    w = Math.min(w, places.lon[i]); e = Math.max(e, places.lon[i])
    s = Math.min(s, places.lat[i]); n = Math.max(n, places.lat[i])
  }
  if (w > e) {
    for (let i = 0; i < places.n; i++) {
      if (!weight[i] || Number.isNaN(places.lat[i])) continue
      w = Math.min(w, places.lon[i] - 8); e = Math.max(e, places.lon[i] + 8)
      s = Math.min(s, places.lat[i] - 6); n = Math.max(n, places.lat[i] + 6)
    }
    if (w > e) return null
  }
  const grow = Math.max(2.5, (e - w) * 0.06)
  return [w - grow, Math.max(-85, s - grow * 0.7), e + grow, Math.min(85, n + grow * 0.7)]
}

// Three quarters of all events: what the first view shows, so that one far capital does not make
// the crisis a dot.
function coreBox(places, total) {
  const list = []
  let sum = 0
  for (let i = 0; i < places.n; i++) if (total[i] && !Number.isNaN(places.lat[i]) && places.precision[i] !== 6) { list.push(i); sum += total[i] }
  if (list.length < 3) return boxOf(places, total)
  const inner = (key) => {
    const order = list.slice().sort((a, b) => key[a] - key[b])
    let acc = 0, lo = null, hi = null
    for (const i of order) {
      acc += total[i]
      if (lo === null && acc >= sum * 0.1) lo = key[i]
      if (hi === null && acc >= sum * 0.9) hi = key[i]
    }
    return [lo, hi]
  }
  const [w, e] = inner(places.lon), [s, n] = inner(places.lat)
  if (e - w > 100) return boxOf(places, total)
  const growX = Math.max(3, (e - w) * 0.15), growY = Math.max(2, (n - s) * 0.15)
  return [w - growX, Math.max(-85, s - growY), e + growX, Math.min(85, n + growY)]
}

// counts: {real, said} of each place, Uint32Array, and turn: a number that grows when they change.
export function Map({ points, total, counts, turn, bbox, onBox, onCountry, elsewhere }) {
  const [box, { width, height }] = useWidth()
  const under = useRef(), over = useRef()
  const world = useWorld()
  const theme = useTheme()
  const view = useRef(null)
  const [moved, setMoved] = useState(0)
  const [tip, setTip] = useState(null)
  const [isHome, setHome] = useState(true)
  const marks = useRef([])
  const places = points.places
  const busy = width > 0 && height > 0

  // The first view: the filter's section, else the core of the data.
  const home = useMemo(() => (bbox ? bbox.split(',').map(Number) : coreBox(places, total)), [points])
  useEffect(() => {
    if (!busy) return
    if (!view.current || view.current.of !== points || view.current.width !== width || view.current.height !== height) {
      if (view.current && view.current.of === points && !isHome) {
        const p = view.current.projection, [tx, ty] = p.translate()
        p.translate([tx + (width - view.current.width) / 2, ty + (height - view.current.height) / 2])
        view.current = { ...view.current, width, height }
      } else view.current = { projection: fit(projectionFor(home), home, width, height), width, height, of: points }
      view.current.home = view.current.home || view.current.projection.scale()
      setMoved((n) => n + 1)
    }
  }, [busy, width, height, points])

  const goHome = () => {
    view.current = { projection: fit(projectionFor(home), home, width, height), width, height, of: points }
    view.current.home = view.current.projection.scale()
    setHome(true)
    setMoved((n) => n + 1)
  }
  const showAll = () => {
    const all = boxOf(places, total)
    view.current = { projection: fit(projectionFor(all), all, width, height), width, height, of: points, home: view.current && view.current.home }
    setHome(false)
    setMoved((n) => n + 1)
  }
  const change = (k, cx = width / 2, cy = height / 2, dx = 0, dy = 0) => {
    const p = view.current && view.current.projection
    if (!p) return
    const [tx, ty] = p.translate()
    const s = Math.max(Math.min(width, height) / 7, Math.min(400000, p.scale() * k))
    const f = s / p.scale()
    p.scale(s).translate([cx + (tx - cx) * f + dx, cy + (ty - cy) * f + dy])
    setHome(false)
    setMoved((n) => n + 1)
  }

  // What of the Earth is in view: [west, south, east, north], or null for all of it.
  const inView = () => {
    const p = view.current.projection
    let w = Infinity, s = Infinity, e = -Infinity, n = -Infinity
    for (let i = 0; i <= 10; i++) for (let j = 0; j <= 10; j++) {
      const ll = p.invert([(width * i) / 10, (height * j) / 10])
      if (!ll || Number.isNaN(ll[0]) || Number.isNaN(ll[1])) return null
      w = Math.min(w, ll[0]); e = Math.max(e, ll[0]); s = Math.min(s, ll[1]); n = Math.max(n, ll[1])
    }
    if (e - w > 200 || n > 80 || s < -80) return null
    return [w - 2, s - 2, e + 2, n + 2]
  }
  // The path of a country in this view; made once.
  const outline = (entry) => {
    const known = view.current.paths || (view.current.paths = new globalThis.Map())
    let path = known.get(entry)
    if (!path) {
      path = new Path2D()
      geoPath(view.current.projection, path)(entry.shape)
      known.set(entry, path)
    }
    return path
  }

  // Outlines.
  useEffect(() => {
    if (!view.current || !busy) return
    const ctx = sharpen(under.current, width, height)
    const c = palette()
    const p = view.current.projection
    p.clipExtent([[-20, -20], [width + 20, height + 20]])
    view.current.paths = null
    ctx.fillStyle = c('sea')
    ctx.fillRect(0, 0, width, height)
    if (p.scale() < 2000) {
      ctx.beginPath()
      geoPath(p, ctx)(geoGraticule10())
      ctx.strokeStyle = c('grid')
      ctx.lineWidth = 0.5
      ctx.stroke()
    }
    if (!world) return
    const box = inView()
    ctx.fillStyle = c('land')
    ctx.strokeStyle = c('border')
    ctx.lineWidth = 1
    ctx.lineJoin = 'round'
    for (const entry of world.shapes) {
      const b = entry.box
      if (box && (b[0] > box[2] || b[2] < box[0] || b[1] > box[3] || b[3] < box[1])) continue
      const path = outline(entry)
      ctx.fill(path)
      ctx.stroke(path)
    }
  }, [moved, world, theme, busy, width, height])

  // Which cluster each place falls into, in this view.
  const grid = useMemo(() => {
    if (!view.current || !busy) return null
    const p = view.current.projection
    const of = new Int32Array(places.n).fill(-1)
    const cells = new globalThis.Map()
    const clusters = []
    const order = [...Array(places.n).keys()].filter((i) => total[i] && places.precision[i] !== 6 && !Number.isNaN(places.lat[i])).sort((a, b) => total[b] - total[a] || a - b)
    for (const i of order) {
      const xy = p([places.lon[i], places.lat[i]])
      if (!xy || xy[0] < -80 || xy[1] < -80 || xy[0] > width + 80 || xy[1] > height + 80) continue
      const gx = Math.floor(xy[0] / CELL), gy = Math.floor(xy[1] / CELL)
      let found = null
      for (let a = -1; a <= 1 && found === null; a++) for (let b = -1; b <= 1; b++) {
        const k = cells.get((gx + a) * 100003 + gy + b)
        if (k !== undefined && (clusters[k].x - xy[0]) ** 2 + (clusters[k].y - xy[1]) ** 2 < CELL * CELL) { found = k; break }
      }
      if (found === null) {
        found = clusters.length
        clusters.push({ x: xy[0], y: xy[1], places: [], main: i })
        cells.set(gx * 100003 + gy, found)
      }
      clusters[found].places.push(i)
      of[i] = found
    }
    return { of, clusters, inView: order.length }
  }, [moved, points, busy])

  // Marks.
  useEffect(() => {
    if (!grid || !view.current || !busy) return
    const ctx = sharpen(over.current, width, height)
    const c = palette()
    const p = view.current.projection
    const sums = grid.clusters.map((k) => {
      let real = 0, said = 0
      for (const i of k.places) { real += counts.real[i]; said += counts.said[i] }
      return { ...k, real, said, n: real + said }
    })
    let most = 1
    for (const s of sums) if (s.n > most) most = s.n
    const radius = (n) => (n ? Math.max(3.2, 24 * Math.sqrt(n / Math.max(most, 24))) : 0)

    // Countries known only as such.
    const byCountry = new globalThis.Map()
    for (let i = 0; i < places.n; i++) {
      const n = counts.real[i] + counts.said[i]
      if (places.precision[i] === 6 && places.country[i] && n) byCountry.set(places.country[i], (byCountry.get(places.country[i]) || 0) + n)
    }
    const labels = []
    if (world && byCountry.size) {
      const most = Math.max(...byCountry.values())
      const pattern = hatch(ctx, c('area-line'), 7)
      for (const [code, n] of byCountry) {
        const entry = world.byCode.get(code)
        if (!entry) continue
        const path = outline(entry)
        ctx.globalAlpha = 0.05 + 0.2 * Math.sqrt(n / most)
        ctx.fillStyle = c('area')
        ctx.fill(path)
        ctx.globalAlpha = 0.45 + 0.55 * Math.sqrt(n / most)
        ctx.fillStyle = pattern
        ctx.fill(path)
        ctx.globalAlpha = 1
      }
      for (const [code, n] of byCountry) {
        const entry = world.byCode.get(code)
        if (!entry) continue
        const xy = p(middleOf(entry))
        if (xy && xy[0] > 0 && xy[1] > 0 && xy[0] < width && xy[1] < height) labels.push({ x: xy[0], y: xy[1], text: `${world.names[code] || code}: ${say(n)}, country only`, n: n / 4, area: true, code })
      }
    }
    // Halos under all discs.
    for (const s of sums) {
      if (!s.n) continue
      for (const i of s.places) {
        const meant = PRECISION[places.precision[i]]
        if (!meant || !meant[1] || !(counts.real[i] + counts.said[i])) continue
        const xy = p([places.lon[i], places.lat[i]])
        const r = (meant[1] / EARTH) * p.scale()
        if (!xy || r < 4) continue
        ctx.beginPath()
        ctx.arc(xy[0], xy[1], Math.min(r, 4000), 0, 7)
        ctx.fillStyle = c('halo')
        ctx.fill()
        ctx.setLineDash([5, 4])
        ctx.strokeStyle = c('area')
        ctx.lineWidth = 1
        ctx.stroke()
        ctx.setLineDash([])
      }
    }
    const drawn = []
    sums.sort((a, b) => b.n - a.n)
    for (const s of sums) {
      if (!s.n) continue
      const r = radius(s.n), ri = radius(s.real) * (s.real ? Math.sqrt(s.real / s.n) * r / Math.max(radius(s.real), 0.01) : 0)
      const exact = s.places.some((i) => (places.precision[i] || 9) === 1)
      ctx.beginPath()
      ctx.arc(s.x, s.y, r, 0, 7)
      ctx.fillStyle = c('disc-said')
      ctx.fill()
      if (s.real) {
        ctx.beginPath()
        ctx.arc(s.x, s.y, Math.min(r, ri), 0, 7)
        ctx.fillStyle = exact ? c('disc') : c('disc-area')
        ctx.fill()
      }
      ctx.beginPath()
      ctx.arc(s.x, s.y, r, 0, 7)
      ctx.strokeStyle = exact ? c('disc-line') : c('area')
      ctx.lineWidth = 1.25
      if (!exact) ctx.setLineDash([3, 3])
      ctx.stroke()
      ctx.setLineDash([])
      if (r > 9) {
        ctx.font = `600 11px ${c('sans')}`
        ctx.textAlign = 'center'
        ctx.textBaseline = 'middle'
        ctx.fillStyle = Math.min(r, ri) > 8 && exact ? c('disc-ink') : c('ink')
        ctx.fillText(say(s.n), s.x, s.y + 0.5)
      }
      drawn.push({ ...s, r: Math.max(r, 8), seen: r })
      const name = places.name[s.main]
      labels.push({ x: s.x, y: s.y, r, text: s.places.filter((i) => counts.real[i] + counts.said[i]).length > 1 ? `${name} +${s.places.length - 1}` : name, n: s.n })
    }
    // Labels, the most told first, where they do not run into each other.
    labels.sort((a, b) => b.n - a.n)
    const taken = drawn.map((d) => [d.x - d.seen, d.y - d.seen, d.x + d.seen, d.y + d.seen])
    ctx.textBaseline = 'middle'
    ctx.lineJoin = 'round'
    for (const l of labels) {
      ctx.font = l.area ? `italic 11px ${c('sans')}` : `11.5px ${c('sans')}`
      const w = ctx.measureText(l.text).width
      const spots = l.area ? [[-w / 2, 0], [-w / 2, 18], [-w / 2, -18], [-w / 2, 36], [-w / 2, -36]] : [[l.r + 4, 0], [-l.r - 4 - w, 0], [-w / 2, l.r + 9], [-w / 2, -l.r - 9]]
      for (const [dx, dy] of spots) {
        const b = [l.x + dx - 2, l.y + dy - 8, l.x + dx + w + 2, l.y + dy + 8]
        if (b[0] < 2 || b[2] > width - 2 || b[1] < 2 || b[3] > height - 2) continue
        if (taken.some((t) => t[0] < b[2] && t[2] > b[0] && t[1] < b[3] && t[3] > b[1])) continue
        taken.push(b)
        ctx.textAlign = 'left'
        ctx.strokeStyle = c('land')
        ctx.lineWidth = 3
        ctx.strokeText(l.text, l.x + dx, l.y + dy)
        ctx.fillStyle = l.area ? c('dim') : c('ink')
        ctx.fillText(l.text, l.x + dx, l.y + dy)
        break
      }
    }
    marks.current = drawn
    if (!said.done) { said.done = true; performance.mark('tocsin.points') }
  }, [grid, turn, world, theme, busy])

  // Mouse and touch.
  const drag = useRef(null)
  const at = (e) => {
    const r = over.current.getBoundingClientRect()
    return [e.clientX - r.left, e.clientY - r.top]
  }
  const hit = (x, y) => {
    let best = null, least = Infinity
    for (const m of marks.current) {
      const d = Math.hypot(m.x - x, m.y - y) - m.r
      if (d < 3 && d < least) { least = d; best = m }
    }
    return best
  }
  const down = (e) => {
    if (e.pointerType === 'touch' && !e.isPrimary) return
    drag.current = { from: at(e), last: at(e), far: false }
    over.current.setPointerCapture(e.pointerId)
  }
  const move = (e) => {
    const [x, y] = at(e)
    if (drag.current) {
      const [lx, ly] = drag.current.last
      if (!drag.current.far && Math.hypot(x - drag.current.from[0], y - drag.current.from[1]) < 4) return
      drag.current.far = true
      drag.current.last = [x, y]
      setTip(null)
      change(1, 0, 0, x - lx, y - ly)
      return
    }
    const m = hit(x, y)
    setTip(m ? { x: m.x, y: m.y, r: m.r, m } : null)
  }
  const up = (e) => {
    const d = drag.current
    drag.current = null
    if (!d || d.far) return
    const [x, y] = at(e)
    const m = hit(x, y)
    if (m) choose(m)
  }
  const choose = (m) => {
    const alive = m.places.filter((i) => counts.real[i] + counts.said[i])
    let w = Infinity, s = Infinity, e = -Infinity, n = -Infinity
    for (const i of alive) {
      w = Math.min(w, places.lon[i]); e = Math.max(e, places.lon[i])
      s = Math.min(s, places.lat[i]); n = Math.max(n, places.lat[i])
    }
    onBox([w - 0.01, s - 0.01, e + 0.01, n + 0.01])
  }
  useEffect(() => {
    const el = over.current
    if (!el) return undefined
    const wheel = (e) => {
      if (!e.ctrlKey && !e.metaKey && document.activeElement !== el.parentNode) return // the page scrolls on
      e.preventDefault()
      const [x, y] = at(e)
      change(2 ** (-e.deltaY / 240), x, y)
    }
    el.addEventListener('wheel', wheel, { passive: false })
    return () => el.removeEventListener('wheel', wheel)
  })
  const key = (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const step = 60
    const act = {
      '+': () => change(1.5), '=': () => change(1.5), '-': () => change(1 / 1.5), '0': showAll, Home: goHome,
      ArrowLeft: () => change(1, 0, 0, step, 0), ArrowRight: () => change(1, 0, 0, -step, 0), ArrowUp: () => change(1, 0, 0, 0, step), ArrowDown: () => change(1, 0, 0, 0, -step),
      Enter: filterToView, Escape: () => onBox(null),
    }[e.key]
    if (act) { e.preventDefault(); act() }
  }
  function filterToView() {
    const box = inView() || [-180, -90, 180, 90]
    onBox([Math.max(-180, box[0] + 2), Math.max(-90, box[1] + 2), Math.min(180, box[2] - 2), Math.min(90, box[3] - 2)])
  }

  const [listed, list] = useState(false)
  const rows = useMemo(() => {
    const out = []
    if (!listed) return out
    for (let i = 0; i < places.n; i++) {
      const n = counts.real[i] + counts.said[i]
      if (n) out.push({ i, n, real: counts.real[i] })
    }
    return out.sort((a, b) => b.n - a.n || a.i - b.i)
  }, [turn, points, listed])

  return html`<figure class="map">
    <div ref=${box} class="map-box" tabindex="0" role="group" aria-label="Map of the events. Plus and minus zoom, arrows move, 0 shows all, Enter filters to what is in view, Escape takes that off. The places are listed below the map." onKeyDown=${key}>
      <canvas ref=${under} aria-hidden="true"></canvas>
      <canvas ref=${over} aria-hidden="true" class="marks" onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${() => { drag.current = null }} onPointerLeave=${() => setTip(null)}></canvas>
      ${tip ? html`<${MapTip} tip=${tip} places=${places} counts=${counts} width=${width} names=${world && world.names} />` : ''}
    </div>
    <div class="map-tools">
      <button type="button" onClick=${() => change(1.6)} aria-label="Zoom in">+</button>
      <button type="button" onClick=${() => change(1 / 1.6)} aria-label="Zoom out">−</button>
      <button type="button" onClick=${showAll} title="Show all places (0)">All</button>
      <button type="button" onClick=${filterToView} title="Only events in this section of the map (Enter)">Filter to this section</button>
    </div>
    <figcaption class="legend"><span class="nb"><span class="sw disc" aria-hidden="true"></span> exact place</span> <span class="nb"><span class="sw ring" aria-hidden="true"></span> only planned, demanded, denied …</span> <span class="nb"><span class="sw dashed" aria-hidden="true"></span> somewhere within</span> <span class="nb"><span class="sw hatched" aria-hidden="true"></span> country only</span>
      ${elsewhere ? html`<span class="dim"> · ${count(elsewhere, 'event')} without a place not drawn</span>` : ''}</figcaption>
    <details class="places" onToggle=${(e) => list(e.currentTarget.open)}><summary>The places as a table</summary>
      <div class="scroll"><table><caption class="vh">Places on the map, with the number of events</caption><thead><tr><th scope="col">Place</th><th scope="col">Country</th><th scope="col">Precision</th><th scope="col" class="num">Occurred</th><th scope="col" class="num">All</th></tr></thead>
      <tbody>${rows.slice(0, 300).map(({ i, n, real }) => html`<tr key=${i}><th scope="row"><button type="button" class="link" onClick=${() => (places.precision[i] === 6 ? onCountry(places.country[i]) : onBox([places.lon[i] - 0.01, places.lat[i] - 0.01, places.lon[i] + 0.01, places.lat[i] + 0.01]))}>${places.name[i]}</button></th>
        <td>${(world && world.names[places.country[i]]) || places.country[i] || '–'}</td><td>${precisionWord(places.precision[i])}</td><td class="num">${say(real)}</td><td class="num">${say(n)}</td></tr>`)}</tbody></table>
      ${rows.length > 300 ? html`<p class="dim">and ${say(rows.length - 300)} more; filter to see them</p>` : ''}</div>
    </details>
  </figure>`
}

function MapTip({ tip, places, counts, width, names }) {
  const alive = tip.m.places.map((i) => [i, counts.real[i] + counts.said[i]]).filter((x) => x[1]).sort((a, b) => b[1] - a[1])
  return html`<div class="tip" style=${{ left: `${Math.max(4, Math.min(width - 240, tip.x + tip.r + 6))}px`, top: `${Math.max(4, tip.y - 20)}px` }}>
    ${alive.slice(0, 6).map(([i, n]) => html`<div><b>${places.name[i]}</b>${names && places.country[i] ? html`, ${names[places.country[i]]}` : ''}: ${count(n, 'event')}<br /><span class="dim">${precisionWord(places.precision[i])}</span></div>`)}
    ${alive.length > 6 ? html`<div class="dim">and ${say(alive.length - 6)} places more; zoom in</div>` : ''}
    <div class="dim">click: only these</div>
  </div>`
}
