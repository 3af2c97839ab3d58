// lines.js - the tolls as lines of a chart.
import { momentOf } from './days.js'
import { happened } from './words.js'

// Lines: what one claimant says of one kind of count in one story.
export function linesOf(tolls) {
  const map = new Map()
  for (const t of tolls) {
    const at = momentOf(t.as_of)
    // What is denied, planned or supposed is no step of a toll; the table has it.
    if (at === null || t.denying || (t.status && !happened(t.status))) continue
    // A report that names nobody, from a publisher that is not named, speaks for itself alone.
    const key = `${t.key}\u0000${t.story || ''}${t.attributed || t.publisher ? '' : `\u0000${t.report}`}`
    if (!map.has(key)) map.set(key, { key, name: t, steps: [] })
    const steps = map.get(key).steps
    // The headline and the text of one report say it twice: one sign.
    if (t.mark !== 'withdrawn' && steps.some((s) => s.at === at && s.report === t.report && s.low === t.low && s.high === t.high)) continue
    steps.push({ ...t, at })
  }
  const lines = [...map.values()]
  for (const l of lines) {
    l.steps.sort((a, b) => a.at - b.at)
    // Several numbers at one moment (164, 103 of them in the city): the largest that is not taken back carries the line.
    for (let i = 0; i < l.steps.length;) {
      let j = i
      while (j < l.steps.length && l.steps[j].at === l.steps[i].at) j++
      const weight = (s) => (s.mark === 'corrected' ? -2 : s.low ?? s.high ?? -1)
      let best = i
      for (let k = i; k < j; k++) if (weight(l.steps[k]) > weight(l.steps[best])) best = k
      for (let k = i; k < j; k++) {
        l.steps[k].beside = k !== best || (Boolean(l.steps[k].subset) && j - i > 1)
      }
      i = j
    }
    for (let k = 0; k < l.steps.length; k++) l.steps[k] = { ...l.steps[k], mark: markOf(l.steps, k) }
    l.max = l.steps.reduce((m, s) => Math.max(m, s.high === null || s.high === undefined ? s.low || 0 : s.high), 0)
    // The fullest name of the claimant stands for the line.
    l.name = l.steps.reduce((best, s) => ((/^(it|he|she|they)$/i.test(best.claimant) && !/^(it|he|she|they)$/i.test(s.claimant)) || s.claimant.length > best.claimant.length + 40 ? s : best), l.steps[0])
  }
  lines.sort((a, b) => b.max - a.max || a.steps[0].at - b.steps[0].at || (a.key < b.key ? -1 : 1))
  return lines
}

// Against the number that carried the line before; one that stands beside another says nothing.
function markOf(steps, k) {
  const s = steps[k]
  if (s.beside) return null
  const before = steps.slice(0, k).reverse().find((x) => !x.beside && x.low !== null)
  if (s.mark === 'withdrawn' || s.low === null || !before) return s.mark
  if (s.low < before.low) return s.mark === 'revised' || s.version === 'revision' ? 'revised' : 'lowered'
  return s.low > before.low && s.mark !== 'revised' ? 'raised' : s.mark === 'lowered' ? null : s.mark
}
