import {h} from './dom.js';

/** A table of any length: has only the visible rows, and loads a hundred at a time. */

const PAGE = 100;
const AROUND = 6;
const NARROW = matchMedia('(max-width: 44rem)');
const ROW = {wide: 40, narrow: 68};

/**
 * @param label what the table holds, for screen readers
 * @param columns heads by the class of their cells
 * @param load asks for rows: (from, count) to a promise of {matching, rows}
 * @param cells makes a row's cells, by the same classes; one has an element of the class "open"
 * @param empty what to show if there are no rows
 * @param loaded receives the answer
 */
export function table({label, columns, load, cells, empty, loaded}) {
  const space = h('div', {class: 'space', role: 'rowgroup'});
  const nothing = h('p', {class: 'nothing', hidden: true});
  const head = h('div', {role: 'row', class: 'head', 'aria-rowindex': 1},
    Object.entries(columns).map(([name, title]) => h('div', {role: 'columnheader', class: name}, title)));
  const body = h('div', {role: 'table', 'aria-label': label}, h('div', {role: 'rowgroup'}, head), space);
  const scroll = h('div', {class: 'scroll', tabindex: 0, 'aria-label': label, role: 'region', onscroll: draw, onkeydown}, body, nothing);
  let pages = new Map();
  let asked = new Map();
  let stale = new Set();
  let generation = 0;
  let total = 0;
  let wanted = -1;

  const rowHeight = () => NARROW.matches ? ROW.narrow : ROW.wide;

  function visible() {
    const from = Math.max(0, Math.floor(scroll.scrollTop / rowHeight()) - AROUND);
    const to = Math.min(total, Math.ceil((scroll.scrollTop + scroll.clientHeight) / rowHeight()) + AROUND);
    return {from, to};
  }

  async function fetchPage(page) {
    const mine = generation;
    if (asked.get(page) === mine) {
      return;
    }
    asked.set(page, mine);
    stale.delete(page);
    try {
      const answer = await load(page * PAGE, PAGE);
      if (mine !== generation) {
        return;
      }
      total = answer.matching;
      pages.set(page, answer.rows);
      loaded?.(answer);
      nothing.hidden = total > 0;
      nothing.textContent = total > 0 ? '' : empty(answer);
      body.hidden = total === 0;
      body.setAttribute('aria-rowcount', total + 1);
      draw();
    } catch {
      // The page already says that the simulator can't be reached.
    } finally {
      if (asked.get(page) === mine) {
        asked.delete(page);
      }
    }
  }

  function draw() {
    const height = rowHeight();
    space.style.height = `${total * height}px`;
    const {from, to} = visible();
    const shown = new Map([...space.children].map(row => [Number(row.dataset.index), row]));
    for (const [index, row] of shown) {
      if (index < from || index >= to) {
        row.remove();
      }
    }
    for (let index = from; index < to; index++) {
      const page = Math.floor(index / PAGE);
      if (!pages.has(page) || stale.has(page)) {
        fetchPage(page);
      }
      const data = pages.get(page)?.[index % PAGE];
      show(index, height, data, shown.get(index));
    }
    if (wanted >= 0 && focusOn(wanted)) {
      wanted = -1;
    }
  }

  function show(index, height, data, existing) {
    const text = data === undefined ? '' : JSON.stringify(data);
    let row = existing;
    if (!row || row.dataset.text !== text) {
      const focused = row?.contains(document.activeElement);
      const made = data === undefined ? [] : cells(data);
      row = h('div', {role: 'row', class: 'row', 'aria-rowindex': index + 2, 'data-index': index, 'data-text': text},
        Object.keys(columns).map((name, i) => h('div', {role: 'cell', class: name}, made[i] ?? '')));
      if (existing) {
        existing.replaceWith(row);
      } else {
        const next = [...space.children].find(other => Number(other.dataset.index) > index);
        space.insertBefore(row, next ?? null);
      }
      if (focused) {
        row.querySelector('.open')?.focus({preventScroll: true});
      }
    }
    row.style.transform = `translateY(${index * height}px)`;
    row.style.height = `${height}px`;
  }

  function focusOn(index) {
    const open = space.querySelector(`[data-index="${index}"] .open`);
    open?.focus({preventScroll: true});
    return Boolean(open);
  }

  function onkeydown(event) {
    const row = event.target.closest('.row');
    const current = row ? Number(row.dataset.index) : -1;
    const next = {ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: total - 1}[event.key];
    if (next === undefined || next < 0 || next >= total || (current < 0 && event.key === 'ArrowUp')) {
      return;
    }
    event.preventDefault();
    const height = rowHeight();
    const room = scroll.clientHeight - head.offsetHeight - height;
    if (next * height < scroll.scrollTop) {
      scroll.scrollTop = next * height;
    } else if (next * height > scroll.scrollTop + room) {
      scroll.scrollTop = next * height - room;
    }
    wanted = next;
    draw();
  }

  new ResizeObserver(draw).observe(scroll);
  return {
    element: scroll,
    /** Loads the visible rows again. */
    refresh() {
      stale = new Set(pages.keys());
      const {from} = visible();
      fetchPage(Math.floor(from / PAGE));
      draw();
    },
    /** Shows other rows, from the top. */
    restart() {
      generation++;
      pages = new Map();
      asked = new Map();
      stale = new Set();
      scroll.scrollTop = 0;
      fetchPage(0);
    },
    /** Moves through the rows by the arrow keys, Home and End. */
    keys: onkeydown,
    position: () => scroll.scrollTop,
    goTo(position) {
      scroll.scrollTop = position;
    },
  };
}
