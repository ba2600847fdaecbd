import {callView} from './call.js';
import {callsView} from './calls.js';
import {count, size} from './dom.js';
import {faultsView} from './faults.js';
import {requestsView} from './requests.js';

/** Shows the view that the address names, and updates it. */

const RATE_MILLIS = 3000;
const main = document.getElementById('main');
let view = null;
let summary = null;
let samples = [];

function route() {
  const address = location.hash;
  if (view && address === '#main') {
    main.focus();
    return;
  }
  view?.leave();
  const call = /^#\/calls\/(\d{1,20})$/.exec(address);
  view = call ? callView(call[1])
    : address === '#/requests' ? requestsView()
      : address === '#/faults' ? faultsView()
        : callsView();
  main.replaceChildren(view.element);
  document.title = `${view.title} – Gong simulator`;
  const name = address === '#/requests' ? 'requests' : address === '#/faults' ? 'faults' : 'calls';
  document.querySelectorAll('nav a').forEach(link => {
    if (link.dataset.view === name) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  if (summary) {
    view.update(summary);
  }
}

/** The throughput of the last seconds, in bytes per second. */
function rate() {
  const now = performance.now();
  samples = samples.filter(sample => now - sample.at < RATE_MILLIS);
  const first = samples[0];
  const last = samples[samples.length - 1];
  return first && last.bytes > first.bytes ? (last.bytes - first.bytes) * 1000 / Math.max(250, now - first.at) : 0;
}

function put(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function totals() {
  if (!summary) {
    return;
  }
  put('total-calls', count(summary.calls));
  put('total-accepted', size(summary.accepted));
  put('total-requests', count(summary.requests));
  put('total-refused', count(summary.refused));
  const now = rate();
  put('total-rate', now > 0 ? `${size(now)}/s` : 'idle');
  const faults = document.getElementById('faults');
  faults.hidden = summary.faults === 0;
  put('faults', summary.faults > 0 ? String(summary.faults) : '');
}

function live(text, state) {
  const element = document.getElementById('live');
  element.className = `live ${state}`;
  put('live', text);
}

const events = new EventSource('/page/events');
events.addEventListener('open', () => live('Live', 'on'));
events.addEventListener('error', () => live('Disconnected', 'off'));
events.addEventListener('message', event => {
  summary = JSON.parse(event.data);
  samples.push({at: performance.now(), bytes: summary.received});
  totals();
  view?.update(summary);
});
setInterval(totals, 1000);

addEventListener('hashchange', () => {
  route();
  // The element with the focus is gone, so the keyboard continues with the new view.
  main.focus({preventScroll: true});
});
addEventListener('keydown', event => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.getElementById('search');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === 'Escape' && !typing && location.hash.startsWith('#/calls/')) {
    location.hash = '#/';
  } else if (event.target === document.body || event.target === main) {
    view?.keys?.(event);
  }
});
route();
