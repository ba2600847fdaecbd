import {ask, badge, bdi, count, h, length, list, settled, size, stateName, states, time} from './dom.js';
import {table} from './rows.js';

/** Shows the list of calls. */

/** The search, kept while somebody looks at a call. */
const kept = {search: '', state: '', position: 0};

export function callsView() {
  const found = h('p', {class: 'found', role: 'status'});
  const search = h('input', {
    type: 'search', id: 'search', placeholder: 'Title, name, number, ID …', 'aria-label': 'Search calls', value: kept.search,
    autocomplete: 'off', spellcheck: 'false',
    oninput: settled(150, () => {
      kept.search = search.value;
      rows.restart();
    }),
  });
  const filters = ['', ...states].map(state => h('button', {
    type: 'button', class: 'chip', 'data-state': state, 'aria-pressed': String(state === kept.state),
    onclick: () => choose(state),
  }, state === '' ? 'All' : stateName(state), h('span', {class: 'count'})));

  const rows = table({
    label: 'Calls',
    columns: {start: 'Time', title: 'Title', people: 'People', seconds: 'Duration', bytes: 'Size', state: 'State'},
    load: (from, number) => ask('/page/calls?' + new URLSearchParams({
      search: kept.search, state: kept.state, from, count: number,
    })),
    cells: call => [
      time(call.start),
      h('a', {class: 'open', href: `#/calls/${call.id}`, title: call.title}, bdi(call.title)),
      h('span', {title: call.people.join(', ')}, list(call.people)),
      length(call.seconds),
      size(call.bytes),
      badge(call.state),
    ],
    empty: answer => answer.total > 0
      ? 'No call matches. Change the search or the filter.'
      : 'No calls yet. Point the relay at this address, and they appear here.',
    loaded: answer => {
      found.textContent = answer.matching === answer.total
        ? '' : `${count(answer.matching)} of ${count(answer.total)} calls`;
      if (kept.position > 0) {
        const position = kept.position;
        kept.position = 0;
        requestAnimationFrame(() => rows.goTo(position));
      }
    },
  });

  function choose(state) {
    kept.state = state;
    filters.forEach(button => button.setAttribute('aria-pressed', String(button.dataset.state === state)));
    rows.restart();
  }

  const position = kept.position;
  kept.position = 0;
  rows.restart();
  kept.position = position;
  return {
    title: 'Calls',
    element: h('section', {class: 'view list'},
      h('h1', {class: 'unseen'}, 'Calls'),
      h('div', {class: 'tools'}, search, h('div', {class: 'chips', role: 'group', 'aria-label': 'State'}, filters), found),
      rows.element),
    update(summary) {
      filters.forEach(button => {
        const number = button.dataset.state === '' ? summary.calls : summary.states[button.dataset.state];
        button.querySelector('.count').textContent = count(number);
        button.hidden = button.dataset.state !== '' && number === 0 && button.dataset.state !== kept.state;
      });
      rows.refresh();
    },
    keys: rows.keys,
    leave() {
      kept.position = rows.position();
    },
  };
}
