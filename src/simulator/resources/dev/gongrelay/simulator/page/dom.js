/** Builds elements and writes values for people. Texts are never parsed as HTML. */

/** An element with attributes, listeners (`onclick` and the like) and children; null and false are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Foreign text, which may run from right to left without reordering what is beside it. */
export const bdi = text => h('bdi', {}, text);

/** Foreign texts, separated by commas. */
export const list = texts => texts.flatMap((text, i) => i === 0 ? [bdi(text)] : [', ', bdi(text)]);

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'];

export function size(bytes) {
  if (bytes === undefined || bytes === null) {
    return '–';
  }
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < SIZES.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${SIZES[unit]}`;
}

/** 75 as 1:15. */
export function length(seconds) {
  if (seconds === undefined || seconds === null) {
    return '–';
  }
  const whole = Math.floor(seconds);
  const two = number => String(number).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export const took = millis => millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`;

export const count = number => number.toLocaleString('en-US');

const OTHER_YEAR = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', year: 'numeric'});
const DAY = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});
const CLOCK = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const FULL = new Intl.DateTimeFormat('en-GB', {dateStyle: 'full', timeStyle: 'long'});

/** A point in time in the reader's time zone; other text as it is. */
export function time(text, wanted) {
  const at = new Date(text);
  const form = wanted ?? (at.getFullYear() === new Date().getFullYear() ? DAY : OTHER_YEAR);
  return Number.isNaN(at.getTime())
    ? bdi(text)
    : h('time', {datetime: text, title: FULL.format(at)}, form.format(at));
}

export const clock = text => time(text, CLOCK);
export const full = text => time(text, FULL);

const STATES = {
  waiting: 'Waiting for media',
  uploading: 'Uploading',
  failed: 'Upload failed',
  processing: 'Processing',
  listed: 'Complete',
  discarded: 'Discarded',
};

export const states = Object.keys(STATES);
export const stateName = state => STATES[state] ?? state;
export const badge = state => h('span', {class: `badge ${state}`}, stateName(state));

/** An answer's status, or a word if there is no answer. */
export function status(request) {
  const kind = request.refused ? 'failed' : request.status ? 'listed' : 'uploading';
  return h('span', {class: `badge ${kind}`}, request.status || (request.ended ? 'broken' : 'open'));
}

/** Sends a request to the simulator; throws with its words if it refuses. */
export async function ask(path, options) {
  const response = await fetch(path, options);
  const body = response.headers.get('Content-Type') === 'application/json' ? await response.json() : {};
  if (!response.ok) {
    throw new Error(body.error ?? `The simulator answered ${response.status}`);
  }
  return body;
}

/** Debounces: of calls that follow each other within this time, makes only the last. */
export function settled(millis, action) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, millis);
  };
}
