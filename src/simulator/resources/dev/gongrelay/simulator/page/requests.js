import {ask, bdi, clock, count, full, h, settled, size, status, took} from './dom.js';
import {table} from './rows.js';

/** The log of all requests to the API. */

const kept = {search: '', which: 'all'};

export function requestsView() {
  const found = h('p', {class: 'found', role: 'status'});
  const detail = h('section', {class: 'detail', hidden: true, 'aria-label': 'Request', tabindex: -1});
  const chips = h('div', {class: 'chips', role: 'group', 'aria-label': 'Answer'});
  const search = h('input', {
    type: 'search', id: 'search', placeholder: 'Path, words, request ID …', 'aria-label': 'Search requests', value: kept.search,
    autocomplete: 'off', spellcheck: 'false',
    oninput: settled(150, () => {
      kept.search = search.value;
      rows.restart();
    }),
  });
  let known = '';

  const rows = table({
    label: 'Requests',
    columns: {at: 'Time', status: 'Status', request: 'Request', words: 'Gong’s words', bytes: 'Body', took: 'Took'},
    load: (from, number) => ask('/page/requests?' + new URLSearchParams({
      search: kept.search, which: kept.which, from, count: number,
    })),
    cells: request => [
      clock(request.at),
      status(request),
      h('button', {type: 'button', class: 'open', title: request.path, onclick: () => show(request)},
        `${request.method} `, bdi(request.path)),
      h('span', {title: request.words}, bdi(request.words)),
      size(request.bytes),
      took(request.took),
    ],
    empty: answer => answer.total > 0 ? 'No request matches. Change the search or the filter.' : 'No requests yet.',
    loaded: answer => {
      const latest = answer.forgotten > 0 ? 'the latest ' : '';
      found.textContent = answer.matching === answer.total && !latest
        ? '' : `${count(answer.matching)} of ${latest}${count(answer.total)} requests`;
      filters(answer);
    },
  });

  function filters(answer) {
    const text = JSON.stringify(answer.statuses) + kept.which;
    if (text === known) {
      return;
    }
    known = text;
    const focused = chips.contains(document.activeElement) ? document.activeElement.dataset.which : null;
    const refused = Object.entries(answer.statuses).filter(([code]) => code >= 400);
    const all = [['all', 'All', answer.total], ['refused', 'Refused', refused.reduce((sum, [, n]) => sum + n, 0)],
      ...refused.map(([code, number]) => [code, code, number])];
    chips.replaceChildren(...all.map(([which, name, number]) => h('button', {
      type: 'button', class: 'chip', 'data-which': which, 'aria-pressed': String(which === kept.which),
      onclick: () => {
        kept.which = which;
        known = '';
        rows.restart();
      },
    }, name, h('span', {class: 'count'}, count(number)))));
    if (focused) {
      chips.querySelector(`[data-which="${focused}"]`)?.focus();
    }
  }

  function show(request) {
    detail.hidden = false;
    detail.replaceChildren(
      h('button', {type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => {
        detail.hidden = true;
      }}, '×'),
      h('h2', {}, status(request), ` ${request.method} `, bdi(request.path)),
      request.words ? h('p', {class: 'said'}, bdi(request.words)) : null,
      h('p', {class: 'quiet'}, full(request.at), `, ${size(request.bytes)} in ${took(request.took)}, request ID `,
        h('code', {}, request.requestId)),
      ...(request.callId ? [h('a', {href: `#/calls/${request.callId}`}, 'Open the call ', request.callId)] : []));
    detail.focus();
  }

  rows.restart();
  return {
    title: 'Requests',
    element: h('section', {class: 'view list log'},
      h('h1', {class: 'unseen'}, 'Requests'),
      h('div', {class: 'tools'}, search, chips, found),
      rows.element, detail),
    update: () => rows.refresh(),
    keys: rows.keys,
    leave() {},
  };
}
